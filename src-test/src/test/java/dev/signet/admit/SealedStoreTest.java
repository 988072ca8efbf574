package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.testkit.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStoreTest {
  @TempDir Path temp;

  @Test
  void folder_whenNew_isMadeForItsOwnerOnly() throws IOException {
    Path state = temp.resolve("a/state");
    SealedStore.open(state, List.of()).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
  }

  @Test
  void store_whenInUse_cannotBeOpenedAgain() {
    Path state = temp.resolve("state");
    try (SealedStore store = SealedStore.open(state, List.of())) {
      assertThat(store.holds(state)).isFalse();
      assertThatIllegalStateException()
          .isThrownBy(() -> SealedStore.open(state, List.of()))
          .withMessageContaining(state.toString())
          .withMessageContaining("in use by another process")
          .withMessageContaining("a state directory of its own")
          .withMessageNotContaining("disk");
    }
    SealedStore.open(state, List.of()).close();
  }

  @Test
  void store_whenInUseByAnotherProcess_cannotBeOpened() throws Exception {
    Path state = temp.resolve("state");
    SealedStore.open(state, List.of()).close();
    Process other =
        Jvm.of(StoreHolder.class)
            .builder(state)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat((char) other.getInputStream().read()).isEqualTo('!');
      assertThatIllegalStateException().isThrownBy(() -> SealedStore.open(state, List.of()));
    } finally {
      other.destroyForcibly().waitFor();
    }
    SealedStore.open(state, List.of()).close();
  }

  @Test
  void lock_whenASecondManagerWasRefused_isStillHeld() throws Exception {
    Path state = temp.resolve("state");
    try (SealedStore store = SealedStore.open(state, List.of())) {
      assertThatIllegalStateException().isThrownBy(() -> SealedStore.open(state, List.of()));
      assertThat(store.sealedFolder()).isDirectory();
      Process other =
          Jvm.of(StoreHolder.class)
              .builder(state)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        assertThat(other.getInputStream().read()).as("it ends without the lock").isEqualTo(-1);
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void contents_whenOthersCouldWriteThere_areRefused() throws IOException {
    for (String part : List.of("sealed", "staging", "index")) {
      Path state = temp.resolve("state-" + part);
      SealedStore.open(state, List.of()).close();
      Path path = state.resolve(part);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwx---"));
      assertThatIllegalStateException()
          .isThrownBy(() -> SealedStore.open(state, List.of()))
          .withMessageContaining("others can write to")
          .withMessageContaining(part);
    }
  }

  @Test
  void contents_whenALinkStandsThere_areRefused() throws IOException {
    for (String part : List.of("sealed", "staging", "index", "lock")) {
      Path state = temp.resolve("state-" + part);
      SealedStore.open(state, List.of()).close();
      Path elsewhere = Files.createDirectory(temp.resolve("elsewhere-" + part));
      Files.delete(state.resolve(part));
      Files.createSymbolicLink(state.resolve(part), elsewhere);
      assertThatIllegalStateException()
          .isThrownBy(() -> SealedStore.open(state, List.of()))
          .withMessageContaining("is a link");
    }
  }

  @Test
  void folder_whenOthersCanWriteToIt_isRefused() throws IOException {
    Path state = Files.createDirectory(temp.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatIllegalStateException()
        .isThrownBy(() -> SealedStore.open(state, List.of()))
        .withMessageContaining("others can write");
  }

  @Test
  void folder_whenInsideAPluginsRoot_isRefusedAlsoThroughALink() throws IOException {
    Path root = Files.createDirectory(temp.resolve("plugins"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);
    for (Path state : List.of(root.resolve("state"), link.resolve("state"), root)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> SealedStore.open(state, List.of(root)))
          .withMessageContaining("inside the plugins root");
    }
  }

  @Test
  void folder_whenAPluginsRootLiesInsideIt_isRefused() throws IOException {
    Path state = temp.resolve("state");
    Path root = Files.createDirectories(state.resolve("plugins"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    assertThatIllegalStateException()
        .isThrownBy(() -> SealedStore.open(state, List.of(root)))
        .withMessageContaining("lies inside it");
  }

  @Test
  void folder_whenALinkWillPutAPluginsRootInsideIt_isRefused() throws IOException {
    Path state = Files.createDirectory(temp.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), state);
    Path dangling = Files.createSymbolicLink(temp.resolve("dangling"), state.resolve("plugins"));
    for (Path root : List.of(link.resolve("still/to/be/made"), dangling)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> SealedStore.open(state, List.of(root)))
          .withMessageContaining("lies inside it");
    }
  }

  @Test
  void leftoversOfACrash_whenOpened_areDeleted() throws IOException {
    Path state = temp.resolve("state");
    SealedStore.open(state, List.of()).close();
    Files.createDirectories(state.resolve("staging/staging-1/content"));
    Files.writeString(state.resolve("staging/staging-1/content/x"), "x");
    try (SealedStore store = SealedStore.open(state, List.of())) {
      assertThat(state.resolve("staging")).isEmptyDirectory();
      Files.createDirectories(state.resolve("sealed/half-1-abc"));
      store.sweep(Set.of());
      assertThat(state.resolve("sealed")).isEmptyDirectory();
    }
  }

  @Test
  void temporaryStore_whenClosed_leavesNothing() {
    SealedStore store = SealedStore.temporary();
    Path sealed = store.sealedFolder();
    assertThat(sealed).isDirectory();
    store.close();
    assertThat(Files.exists(sealed.getParent(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    store.close();
  }

  @Test
  void damagedIndex_whenOpened_isLeftAside() throws IOException {
    Path state = temp.resolve("state");
    SealedStore.open(state, List.of()).close();
    for (String damage : List.of("", "{", "{\"version\":1}", "signet-index-2", "\0\0\0\4null")) {
      Files.writeString(state.resolve("index"), damage);
      try (SealedStore store = SealedStore.open(state, List.of())) {
        assertThat(store.copyOf(state.resolve("sealed/a-1-b"))).isEmpty();
      }
    }
  }
}
