package dev.signet.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes an HTTP response of a bounded size to a file, and hangs up on a larger one. */
final class BoundedDownload implements BodySubscriber<Long> {
  private final WritableByteChannel file;
  private final long limit;
  private final CompletableFuture<Long> body = new CompletableFuture<>();
  private long length;
  private Flow.@Nullable Subscription subscription;

  /** Takes at most this many bytes. */
  BoundedDownload(WritableByteChannel file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  @Override
  public CompletionStage<Long> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (body.isDone()) {
      return;
    }
    try {
      for (ByteBuffer buffer : buffers) {
        length += buffer.remaining();
        if (length > limit) {
          throw new IOException("its answer exceeds " + limit + " bytes");
        }
        while (buffer.hasRemaining()) {
          file.write(buffer);
        }
      }
      request();
    } catch (IOException e) {
      body.completeExceptionally(e);
      cancel();
    }
  }

  private void request() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private void cancel() {
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(length);
  }
}
