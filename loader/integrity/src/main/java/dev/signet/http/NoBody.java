package dev.signet.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Hangs up on an HTTP response of which only the status is wanted: its body may be endless. */
final class NoBody<T> implements BodySubscriber<Optional<T>> {
  @Override
  public CompletionStage<Optional<T>> getBody() {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.cancel();
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    // What was under way when it hung up.
  }

  @Override
  public void onError(Throwable failure) {
    // The status is known already.
  }

  @Override
  public void onComplete() {
    // There was no body.
  }
}
