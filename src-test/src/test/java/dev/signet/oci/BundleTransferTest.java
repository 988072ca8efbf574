package dev.signet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signet.bundle.BundleKind;
import dev.signet.oci.BundleTransfer.Found;
import dev.signet.testkit.DockerRegistry;
import dev.signet.testkit.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real registry, but for what a real one would not do. */
class BundleTransferTest {
  private static final byte[] BUNDLE = "the very bundle".getBytes(UTF_8);
  private static final long MOST = 1_000_000;

  @TempDir Path folder;

  @Test
  void bundle_whenPushed_isPulledByItsDigestAndByItsTag() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(folder)) {
      BundleStore store = store(OciSource.create(), registry.name());
      Found pushed = BundleTransfer.push(file("clock.jar"), store, Optional.of("1.2.0"));

      Found found = BundleTransfer.find(store, "1.2.0");
      Path pulled = folder.resolve("pulled.jar");
      BundleTransfer.pull(BundleTransfer.find(store, found.digest()), pulled, MOST);

      assertThat(found.digest()).isEqualTo(pushed.digest());
      assertThat(found.name())
          .isEqualTo("oci:" + registry.name() + "/plugins/clock@" + pushed.digest());
      assertThat(found.kind()).isEqualTo(BundleKind.JAR);
      assertThat(found.size()).isEqualTo(BUNDLE.length);
      assertThat(pulled).hasBinaryContent(BUNDLE);
    }
  }

  @Test
  void bundle_whenPushedAgain_hasTheSameDigestUnderWhateverName() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(folder)) {
      BundleStore store = store(OciSource.create(), registry.name());

      Found first = BundleTransfer.push(file("clock.zip"), store, Optional.empty());
      Found second = BundleTransfer.push(file("other.zip"), store, Optional.of("2"));

      assertThat(second.digest()).isEqualTo(first.digest());
    }
  }

  @Test
  void registry_whenItWantsAPassword_getsIt() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(folder, "alice", "secret")) {
      OciSource alice =
          OciSource.create()
              .credentials(OciCredentials.none().with(registry.name(), "alice", "secret"));
      OciSource wrong =
          OciSource.create()
              .credentials(OciCredentials.none().with(registry.name(), "alice", "wrong"));

      Found pushed =
          BundleTransfer.push(file("clock.zip"), store(alice, registry.name()), Optional.empty());

      OciReference reference = OciReference.parse(pushed.name());
      assertThat(alice.plainHttpOnThisMachine().fetch(reference, folder)).hasBinaryContent(BUNDLE);
      assertThatIOException()
          .isThrownBy(() -> wrong.plainHttpOnThisMachine().fetch(reference, folder))
          .withMessageContaining("it does not take the user name and password");
      assertThatIOException()
          .isThrownBy(() -> OciSource.create().plainHttpOnThisMachine().fetch(reference, folder))
          .withMessageContaining("there are none for " + registry.name());
    }
  }

  @Test
  void bundle_whenItIsNotThere_isNotFound() throws IOException {
    try (DockerRegistry registry = DockerRegistry.start(folder)) {
      BundleStore store = store(OciSource.create(), registry.name());

      assertThatIOException()
          .isThrownBy(() -> BundleTransfer.find(store, "1.2.0"))
          .withMessageStartingWith("it answers with HTTP status 404: it has none such; check");
    }
  }

  @Test
  void bundle_whenCopiedByAFolderOfDigests_isTheSameInTheOtherRegistry() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path two = Files.createDirectory(folder.resolve("two"));
    try (DockerRegistry from = DockerRegistry.start(one);
        DockerRegistry to = DockerRegistry.start(two)) {
      Found pushed =
          BundleTransfer.push(
              file("clock.zip"), store(OciSource.create(), from.name()), Optional.empty());
      OciLayout layout = OciLayout.openOrCreate(folder.resolve("stick/layout"));

      BundleTransfer.copy(pushed, layout, Optional.empty(), MOST);
      BundleTransfer.copy(pushed, layout, Optional.empty(), MOST);
      assertThat(layout.bundles()).containsExactly(pushed.digest());
      Found carried =
          BundleTransfer.find(OciLayout.open(folder.resolve("stick/layout")), pushed.digest());
      BundleTransfer.copy(
          carried, store(OciSource.create(), to.name()), Optional.of("1.2.0"), MOST);

      Found arrived = BundleTransfer.find(store(OciSource.create(), to.name()), "1.2.0");
      assertThat(arrived.digest()).isEqualTo(pushed.digest());
    }
  }

  @Test
  void tag_whenItIsMovedMeanwhile_isTheBundleItWasWhenAsked() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start()) {
      byte[] other = "another bundle".getBytes(UTF_8);
      String digest = registry.bundle("plugins/clock", BUNDLE);
      registry.bundle("plugins/clock", other);
      String tag = "/v2/plugins/clock/manifests/latest";
      registry.answer(tag, manifest(BUNDLE));
      BundleStore store = store(OciSource.create(), registry.name());

      Found found = BundleTransfer.find(store, "latest");
      registry.answer(tag, manifest(other));
      BundleTransfer.pull(found, folder.resolve("pulled.zip"), MOST);

      assertThat(found.digest()).isEqualTo(digest);
      assertThat(folder.resolve("pulled.zip")).hasBinaryContent(BUNDLE);
    }
  }

  @Test
  void upload_whenTheRegistryLeadsItElsewhere_isNotSentThere() throws IOException {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeRegistry other = FakeRegistry.start()) {
      registry.answer(
          "/v2/plugins/clock/blobs/uploads/",
          exchange -> {
            exchange.getResponseHeaders().add("Location", "http://" + other.name() + "/upload");
            exchange.sendResponseHeaders(202, -1);
          });

      assertThatIOException()
          .isThrownBy(
              () ->
                  BundleTransfer.push(
                      file("clock.zip"),
                      store(OciSource.create(), registry.name()),
                      Optional.empty()))
          .withMessageContaining("it wants to be written to at another server, " + other.name());

      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void file_whenItIsNoBundle_isNotPushed() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(folder.resolve("layout"));

    for (Path path : List.of(file("clock.tar.gz"), folder.resolve("missing"))) {
      assertThatIOException()
          .isThrownBy(() -> BundleTransfer.push(path, layout, Optional.empty()))
          .withMessageContaining(path + " is no folder, zip or jar");
    }
    assertThat(layout.bundles()).isEmpty();
  }

  @Test
  void file_whenSomethingElseComes_isNotTouched() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(folder.resolve("layout"));
    Found pushed = BundleTransfer.push(file("clock.zip"), layout, Optional.empty());
    Path blob = folder.resolve("layout/blobs/sha256").resolve(Sha256.hex(Sha256.over(BUNDLE)));
    Files.write(blob, "the evil bundle".getBytes(UTF_8));
    Path file = Files.writeString(folder.resolve("here.zip"), "old");

    assertThatIOException()
        .isThrownBy(() -> BundleTransfer.pull(pushed, file, MOST))
        .withMessageContaining("in place of " + Sha256.over(BUNDLE));

    assertThat(file).hasContent("old");
  }

  private static byte[] manifest(byte[] bundle) {
    return FakeRegistry.manifestOf(FakeRegistry.digest(bundle), bundle.length).getBytes(UTF_8);
  }

  private Path file(String name) throws IOException {
    return Files.write(folder.resolve(name), BUNDLE);
  }

  private static BundleStore store(OciSource source, String registry) throws IOException {
    return source
        .plainHttpOnThisMachine()
        .repository(OciReference.parse("oci:" + registry + "/plugins/clock"), "pull,push");
  }
}
