package dev.signet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for administrators names each key there is, and no other. */
class ConfigurationPageTest {
  private static final Pattern KEY = Pattern.compile("`([a-zA-Z]*)\\.?([a-zA-Z]*)`");
  private static final Pattern KNOWN = Pattern.compile(": is no setting; there are (.*)\\.");

  @TempDir private Path temp;

  @Test
  void page_namesEveryKeyAndNoOther() throws Exception {
    Set<String> told = new TreeSet<>();
    String section = "";
    for (String line : Files.readAllLines(Path.of("../docs/configuration.md"))) {
      if (!line.startsWith("| `")) {
        continue;
      }
      Matcher key = KEY.matcher(line.split("\\|", -1)[1]);
      while (key.find()) {
        boolean inSection = line.contains("`" + key.group(1) + ".") || key.group(1).isEmpty();
        section = key.group(1).isEmpty() ? section : key.group(1);
        told.add(inSection ? section + "." + key.group(2) : key.group(1));
      }
    }

    assertThat(told).isEqualTo(known());
  }

  /** Asks for a key that is none in each place, and collects what there is. */
  private Set<String> known() throws Exception {
    Set<String> known = new TreeSet<>(keys("nonsense: 1\n"));
    for (String section :
        List.of(
            "revocation",
            "algorithms",
            "sunset",
            "enforcement",
            "signers",
            "limits",
            "registries",
            "database",
            "fleet")) {
      known.remove(section);
      keys(section + ": {nonsense: 1}\n").forEach(key -> known.add(section + "." + key));
    }
    return known;
  }

  private List<String> keys(String text) throws Exception {
    Path file = Files.writeString(temp.resolve("host.yaml"), text);
    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> HostConfiguration.read(file));
    return e.problems().stream()
        .map(KNOWN::matcher)
        .filter(Matcher::find)
        .findFirst()
        .map(found -> List.of(found.group(1).split(", ", -1)))
        .orElseThrow();
  }
}
