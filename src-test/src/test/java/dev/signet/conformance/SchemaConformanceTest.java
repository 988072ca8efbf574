package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The peers' files and recorded results, by the published schemas. */
@Tag("conformance")
class SchemaConformanceTest {

  @Test
  void signatureFiles_whenTheyAreRead_areValid() throws IOException {
    List<byte[]> files = new ArrayList<>(signatureFiles());
    for (Conformance.OwncloudCase one : Conformance.owncloudCases(Set.of("envelope"))) {
      if (one.input().has("json")) {
        files.add(one.input().get("json").textValue().getBytes(UTF_8));
      }
    }

    int read = 0;
    for (byte[] file : files) {
      if (SignatureFileReader.read(file, Limits.DEFAULT).fold(f -> true, finding -> false)) {
        assertThat(Schemas.SIGNATURE.problems(new String(file, UTF_8))).isEmpty();
        read++;
      }
    }
    assertThat(read).isGreaterThan(80);
  }

  @Test
  void signatureFiles_whenTheyHaveNoHashes_areNotValid() {
    String file = new String(Conformance.bytes("signatures/hugues1277__mindmap_app.json"), UTF_8);

    assertThat(Schemas.SIGNATURE.problems(file)).isNotEmpty();
  }

  @Test
  void recordedResults_areValidButForOurCode() {
    int results = 0;
    for (String origin : List.of("nextcloud", "owncloud/pre-g2")) {
      String text = new String(Conformance.bytes(origin + "/cases.json"), UTF_8);
      for (JsonNode one : Conformance.json(text).get("cases")) {
        JsonNode expected = one.path("expected");
        if (one.get("operation").textValue().startsWith("verify-") && expected.isObject()) {
          JsonNode result = expected.deepCopy();
          if (result.has("EXCEPTION")) {
            ((ObjectNode) result).put("REASON", "MISSING_SIGNATURE");
          }
          assertThat(Schemas.CHECK.problems(result.toString())).as(one.toString()).isEmpty();
          results++;
        }
      }
    }
    assertThat(results).isGreaterThan(10);
  }

  private static List<byte[]> signatureFiles() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(Conformance.folder())) {
      paths =
          all.filter(path -> path.toString().matches(".*(signatures/[^/]*|/signature)\\.json"))
              .sorted()
              .toList();
    }
    List<byte[]> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(Files.readAllBytes(path));
    }
    return files;
  }
}
