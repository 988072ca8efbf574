package dev.signet.sample.demo;

import dev.signet.policy.ReleaseChannel;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plugins folder with the good samples as their builds made them, and one copy of each kind that
 * a host must not run.
 */
public final class DemoSet {
  /** The samples as built: a jar, a folder, a zip, and a jar that depends on the zip. */
  public static final List<String> GOOD = List.of("clock", "disk", "holidays", "calendar");

  /** Nobody signed it. */
  public static final String UNSIGNED = "disk-unsigned";

  /** Signed, then a class changed and a file added. */
  public static final String MODIFIED = "holidays-modified";

  /** Signed with a valid certificate, which was issued for another plugin's id. */
  public static final String IMPOSTOR = "disk-impostor";

  /** Signed with a certificate that was withdrawn. */
  public static final String REVOKED = "clock-revoked";

  /** Nothing wrong with it, but it needs {@link #MODIFIED}. */
  public static final String DEPENDENT = "calendar-dependent";

  private static final String VERSION = "1.0.0";

  private final Path apps;
  private final Path folder;

  private DemoSet(Path apps, Path folder) {
    this.apps = apps;
    this.folder = folder;
  }

  /**
   * Makes the set.
   *
   * @param apps the folder {@code sample-apps}, built up to phase {@code package}
   * @param folder to work in; its {@code plugins} is emptied first
   * @throws IOException when a file cannot be read or written, such as one of a sample not built
   * @throws SigningException when a copy cannot be signed
   */
  public static DemoSet create(Path apps, Path folder) throws IOException, SigningException {
    DemoSet set = new DemoSet(apps.toAbsolutePath().normalize(), folder);
    Folders.delete(set.plugins());
    Files.createDirectories(set.plugins());
    for (String good : GOOD) {
      set.copyAsBuilt(good);
    }
    set.lay("disk", UNSIGNED, "");
    Impostor.sign(set.lay("disk", IMPOSTOR, ""), set.author("clock.key"), set.author("clock.crt"));
    set.sign(REVOKED, set.lay("clock", REVOKED, ""));
    Path modified = set.lay("holidays", MODIFIED, "");
    set.sign(MODIFIED, modified);
    modify(modified);
    set.sign(DEPENDENT, set.lay("calendar", DEPENDENT, MODIFIED + "@>=" + VERSION));
    return set;
  }

  /** Returns the folder of the plugins. */
  public Path plugins() {
    return folder.resolve("plugins");
  }

  /**
   * Writes the settings of a host for this set, with a temporary state directory.
   *
   * @param host the folder of the host that runs
   * @return the file
   */
  public Path settings(Path host, ReleaseChannel channel) throws IOException {
    String text =
        "plugins: plugins\ntrust: "
            + quoted(authority(apps).resolve("trust"))
            + "\nrequire: ALL\nchannel: "
            + channel.name()
            + "\ncore: "
            + quoted(host.toAbsolutePath().normalize())
            + "\n";
    return Files.writeString(folder.resolve("signet.yaml"), text);
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }

  private static Path authority(Path apps) {
    return apps.resolve("authority/target/authority");
  }

  private Path author(String file) {
    return authority(apps).resolve("authors").resolve(file);
  }

  private void sign(String id, Path bundle) throws SigningException {
    SigningIdentity author =
        SigningIdentity.load(author(id + ".key"), author(id + ".crt"), Optional.empty());
    BundleSigner.builder(author).build().sign(bundle);
  }

  private void copyAsBuilt(String app) throws IOException {
    Path built = apps.resolve(app).resolve("target/plugin");
    try (Stream<Path> bundles = Files.list(built)) {
      for (Path bundle : bundles.toList()) {
        Folders.copy(bundle, plugins().resolve(bundle.getFileName()));
      }
    }
  }

  /** Lays out an unsigned folder plugin with a sample's classes under another id. */
  private Path lay(String app, String id, String dependencies) throws IOException {
    Path plugin = plugins().resolve(id + "-" + VERSION);
    Folders.copy(apps.resolve(app).resolve("target/classes"), plugin.resolve("classes"));
    Files.writeString(
        plugin.resolve("plugin.properties"),
        "plugin.id="
            + id
            + "\nplugin.version="
            + VERSION
            + "\nplugin.dependencies="
            + dependencies);
    return plugin;
  }

  /** Changes a text in a class, which stays valid and would run, and drops a file in. */
  private static void modify(Path folder) throws IOException {
    Path changed = folder.resolve("classes/dev/signet/sample/holidays/HolidayCalendar.class");
    String code = Files.readString(changed, StandardCharsets.ISO_8859_1);
    String other = code.replace("Labour Day", "Doomsday!!");
    if (other.equals(code)) {
      throw new IllegalStateException(changed + " has no \"Labour Day\" that could be changed");
    }
    Files.writeString(changed, other, StandardCharsets.ISO_8859_1);
    Files.writeString(folder.resolve("classes/dropped-in.txt"), "Nobody signed this.\n");
  }
}
