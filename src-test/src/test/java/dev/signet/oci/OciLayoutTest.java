package dev.signet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.oci.BundleTransfer.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciLayoutTest {
  private static final byte[] BUNDLE = "the very bundle".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void layout_whenItIsMade_isAsTheSpecificationHasIt() throws IOException {
    Found pushed = push();

    assertThat(path("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(path("blobs/sha256/" + Sha256.hex(Sha256.over(BUNDLE)))).hasBinaryContent(BUNDLE);
    assertThat(path("blobs/sha256/" + Sha256.hex(Blob.EMPTY.digest()))).hasContent("{}");
    assertThat(Files.readString(path("index.json")).replaceAll("\\s", ""))
        .isEqualTo(
            "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[{"
                    .replace('\'', '"')
                + "'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'DIGEST',"
                    .replace('\'', '"')
                    .replace("DIGEST", pushed.digest())
                + "'size':SIZE,'artifactType':'application/vnd.signet.bundle.v1'}]}"
                    .replace('\'', '"')
                    .replace(
                        "SIZE",
                        Long.toString(
                            Files.size(path("blobs/sha256/" + Sha256.hex(pushed.digest()))))));
    assertThat(pushed.name()).isEqualTo("layout:" + path("") + "@" + pushed.digest());
  }

  @Test
  void index_whenItListsWhatIsNoBundle_keepsIt() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(path(""));
    String foreign = "{\"digest\":\"sha256:" + "0a".repeat(32) + "\",\"size\":7,\"x\":true}";
    Files.writeString(path("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + foreign + "]}");

    String digest = push().digest();

    assertThat(layout.bundles()).containsExactly(digest);
    assertThat(Files.readString(path("index.json")).replaceAll("\\s", "")).contains(foreign);
  }

  @Test
  void folder_whenItIsSomethingElse_isNotWrittenTo() throws IOException {
    Files.createDirectories(path(""));
    Files.writeString(path("photo.jpg"), "");

    assertThatIOException()
        .isThrownBy(() -> OciLayout.openOrCreate(path("")))
        .withMessage(path("") + " holds something else than an OCI image layout");
    assertThatIOException()
        .isThrownBy(() -> OciLayout.open(path("")))
        .withMessage(path("") + " is no OCI image layout: oci-layout: it is not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"imageLayoutVersion\":\"2.0.0\"}", "nonsense", ""})
  void layout_whenItIsOfAnotherVersion_isNotOpened(String mark) throws IOException {
    push();
    Files.writeString(path("oci-layout"), mark);

    assertThatIOException()
        .isThrownBy(() -> OciLayout.open(path("")))
        .withMessageContaining("is no OCI image layout");
  }

  @Test
  void bundle_whenItIsALink_isNotFollowed() throws IOException {
    Found pushed = push();
    Path blob = path("blobs/sha256/" + Sha256.hex(Sha256.over(BUNDLE)));
    Files.move(blob, folder.resolve("elsewhere"));
    Files.createSymbolicLink(blob, folder.resolve("elsewhere"));

    assertThatIOException()
        .isThrownBy(() -> BundleTransfer.pull(pushed, folder.resolve("out.zip"), 1_000))
        .withMessageContaining("is not there, or no file");
    assertThat(folder.resolve("out.zip")).doesNotExist();
  }

  @Test
  void manifest_whenItIsALink_isNotFollowed() throws IOException {
    String digest = push().digest();
    Path manifest = path("blobs/sha256/" + Sha256.hex(digest));
    Files.move(manifest, folder.resolve("elsewhere"));
    Files.createSymbolicLink(manifest, folder.resolve("elsewhere"));

    assertThatIOException()
        .isThrownBy(() -> BundleTransfer.find(OciLayout.open(path("")), digest))
        .withMessageContaining("is a link");
  }

  @Test
  void bundle_whenItIsLongerThanAnnounced_isNotRead() throws IOException {
    Found pushed = push();
    Files.writeString(path("blobs/sha256/" + Sha256.hex(Sha256.over(BUNDLE))), "x".repeat(99));

    assertThatIOException()
        .isThrownBy(() -> BundleTransfer.pull(pushed, folder.resolve("out.zip"), 1_000))
        .withMessageContaining("has 99 bytes, not 15");
  }

  @Test
  void tag_whenAFolderIsAskedForIt_isRefused() throws IOException {
    OciLayout layout = OciLayout.openOrCreate(path(""));

    assertThatIllegalArgumentException().isThrownBy(() -> layout.manifest("../../passwords"));
  }

  private Found push() throws IOException {
    Path file = Files.write(folder.resolve("clock.zip"), BUNDLE);
    return BundleTransfer.push(file, OciLayout.openOrCreate(path("")), Optional.empty());
  }

  private Path path(String name) {
    return folder.resolve("layout").resolve(name);
  }
}
