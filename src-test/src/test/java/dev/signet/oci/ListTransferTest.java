package dev.signet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signet.testkit.DockerRegistry;
import dev.signet.testkit.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListTransferTest {
  private static final byte[] LIST = "{\"number\": 7}".getBytes(UTF_8);
  private static final int MOST = 1_000;

  @TempDir Path folder;
  private FakeRegistry registry;

  @BeforeEach
  void startRegistry() throws IOException {
    registry = FakeRegistry.start();
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private static BundleStore store(String registry) throws IOException {
    return OciSource.create()
        .plainHttpOnThisMachine()
        .repository(OciReference.parse("oci:" + registry + "/fleet/north"), "pull,push");
  }

  private BundleStore store() throws IOException {
    return store(registry.name());
  }

  private static Blob blob(byte[] list) {
    return new Blob("application/json", FakeRegistry.digest(list), list.length);
  }

  private void tag(Blob layer) {
    registry.answer(
        "/v2/fleet/north/manifests/current", ArtifactManifest.bytes(Artifact.LIST, layer));
  }

  @Test
  void list_whenARealRegistryKeepsIt_isFoundByItsTagAndByItsDigest() throws IOException {
    try (DockerRegistry real = DockerRegistry.start(folder)) {
      BundleStore store = store(real.name());
      byte[] manifest = ArtifactManifest.bytes(Artifact.LIST, blob(LIST));
      store.write(blob(LIST), Files.write(folder.resolve("list"), LIST));
      store.write(Blob.EMPTY, Files.writeString(folder.resolve("empty"), "{}"));
      store.write(manifest, Optional.of("current"));

      assertThat(ListTransfer.pull(store, "current", MOST)).isEqualTo(LIST);
      assertThat(ListTransfer.pull(store, Sha256.over(manifest), MOST)).isEqualTo(LIST);
    }
  }

  @Test
  void list_whenItIsLargerThanAllowed_isNotFetched() throws IOException {
    tag(blob(LIST));

    assertThatIOException()
        .isThrownBy(() -> ListTransfer.pull(store(), "current", LIST.length - 1))
        .withMessage("it has 13 bytes, more than the 12 allowed");
  }

  @Test
  void list_whenOtherBytesCome_isRefused() throws IOException {
    tag(blob(LIST));
    registry.answer(
        "/v2/fleet/north/blobs/" + blob(LIST).digest(), "{\"number\": 8}".getBytes(UTF_8));

    assertThatIOException().isThrownBy(() -> ListTransfer.pull(store(), "current", MOST));
  }

  @Test
  void manifest_whenItIsNotTheOneAskedFor_isRefused() throws IOException {
    byte[] other = ArtifactManifest.bytes(Artifact.LIST, blob(new byte[] {1}));
    String digest = Sha256.over(ArtifactManifest.bytes(Artifact.LIST, blob(LIST)));
    registry.answer("/v2/fleet/north/manifests/" + digest, other);

    assertThatIOException()
        .isThrownBy(() -> ListTransfer.pull(store(), digest, MOST))
        .withMessageContaining("in place of");
  }

  @Test
  void bundle_isNoList() throws IOException {
    registry.answer(
        "/v2/fleet/north/manifests/current",
        FakeRegistry.manifestOf(FakeRegistry.digest(LIST), LIST.length).getBytes(UTF_8));

    assertThatIOException()
        .isThrownBy(() -> ListTransfer.pull(store(), "current", MOST))
        .withMessageContaining("it is no list of plugins");
  }

  @Test
  void layer_whenItIsNoJson_isRefused() throws IOException {
    tag(new Blob("application/zip", FakeRegistry.digest(LIST), LIST.length));

    assertThatIOException()
        .isThrownBy(() -> ListTransfer.pull(store(), "current", MOST))
        .withMessageContaining("its layer is no JSON but application/zip");
  }
}
