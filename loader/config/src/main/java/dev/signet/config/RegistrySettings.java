package dev.signet.config;

import dev.signet.oci.OciCredentials;
import dev.signet.oci.OciSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code registries}: how the registries are asked that bundles may be fetched from. */
final class RegistrySettings {
  private OciSource source = OciSource.create();

  private RegistrySettings() {}

  /** Reads the section, if there is any. */
  static OciSource read(Section root) {
    RegistrySettings settings = new RegistrySettings();
    root.section("registries").ifPresent(settings::readSection);
    return settings.source;
  }

  private void readSection(Section section) {
    section
        .path("dockerConfig")
        .ifPresent(file -> section.use("dockerConfig", () -> useCredentials(file)));
    for (String server : section.texts("tokenServers")) {
      section.use("tokenServers", () -> source = source.tokenServer(server));
    }
    if (section.flag("plainHttp").orElse(false)) {
      source = source.plainHttpOnThisMachine();
    }
    Duration timeLimit = section.interval("timeLimit").orElse(OciSource.TIME_LIMIT);
    long mostBytes = section.count("mostBytes", Long.MAX_VALUE).orElse(OciSource.MOST_BYTES);
    source = source.within(timeLimit, mostBytes);
    section.rejectOthers();
  }

  /** Its content is read when it is needed: whoever renews it need not start the host again. */
  private void useCredentials(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(file + " is not there, or cannot be read");
    }
    source = source.credentials(OciCredentials.dockerConfig(file));
  }
}
