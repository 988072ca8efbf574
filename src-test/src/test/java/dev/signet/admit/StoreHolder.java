package dev.signet.admit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Another process that holds a store until it is killed. */
final class StoreHolder {
  private StoreHolder() {}

  public static void main(String[] args) throws InterruptedException {
    try (SealedStore store = SealedStore.open(Path.of(args[0]), List.of())) {
      System.out.print(store.sealedFolder().getNameCount() > 0 ? '!' : '?');
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }
}
