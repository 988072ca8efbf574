package dev.signet.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * The peers' data, read from the folder that the system property {@code signet.conformance} names.
 * Every method skips the calling test where that folder is absent.
 */
public final class Conformance {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Conformance() {}

  /** A recorded case of ownCloud's verifier tests. */
  public record OwncloudCase(String test, String op, JsonNode input, JsonNode expect) {
    @Override
    public String toString() {
      return test;
    }
  }

  /** A map and the bytes PHP signs for it; {@code php} is null where PHP refuses the map. */
  public record PhpMap(String id, String hashes, String php, boolean stable) {
    @Override
    public String toString() {
      return id;
    }
  }

  /** Returns the folder of the data. */
  public static Path folder() {
    String property = System.getProperty("signet.conformance", "");
    Path folder = Path.of(property);
    assumeTrue(
        !property.isEmpty() && Files.isDirectory(folder),
        () -> "The conformance data is absent: no folder at \"" + property + "\".");
    return folder;
  }

  /** Returns a file of the data. */
  public static byte[] bytes(String path) {
    try {
      return Files.readAllBytes(folder().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the maps of {@code phpcanon.jsonl}. */
  public static List<PhpMap> phpMaps() {
    return text("phpcanon.jsonl")
        .lines()
        .map(Conformance::json)
        .map(
            line ->
                new PhpMap(
                    line.get("id").textValue(),
                    line.get("hashes").textValue(),
                    line.get("php").textValue(),
                    line.get("stable_sort").booleanValue()))
        .toList();
  }

  /** Returns the rows of a table of tab-separated values: column name to value. */
  public static List<Map<String, String>> table(String path) {
    List<String> lines = text(path).lines().toList();
    String[] columns = lines.get(0).split("\t", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Returns ownCloud's cases of these operations. */
  public static List<OwncloudCase> owncloudCases(Set<String> operations) {
    List<OwncloudCase> cases = new ArrayList<>();
    for (JsonNode entry : json(text("owncloud/cases.json")).get("cases")) {
      String operation = entry.get("op").textValue();
      if (operations.contains(operation)) {
        cases.add(
            new OwncloudCase(
                entry.get("test").textValue(), operation, entry.get("input"), entry.get("expect")));
      }
    }
    return cases;
  }

  /** Returns the files of ownCloud's {@code fixtures.tar}: path to content. */
  public static Map<String, byte[]> owncloudFixtures() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new ByteArrayInputStream(bytes("owncloud/fixtures.tar")),
            StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          files.put(entry.getName(), tar.readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(files);
  }

  /** Writes one tree of ownCloud's fixtures into a folder. */
  public static Path owncloudTree(String tree, Path into) {
    String prefix = tree + "/";
    try {
      Files.createDirectories(into);
      for (Map.Entry<String, byte[]> file : owncloudFixtures().entrySet()) {
        if (file.getKey().startsWith(prefix)) {
          Path target = into.resolve(file.getKey().substring(prefix.length()));
          Files.createDirectories(target.getParent());
          Files.write(target, file.getValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return into;
  }

  /** Reads JSON. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }
}
