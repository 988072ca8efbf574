package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.signet.Internal;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where {@code signature.json} lies and which names are no part of the bundle.
 *
 * <p>Nextcloud and ownCloud have a layout each: {@code core/js/mimetypelist.js} is signed by the
 * one and left out by the other, and each leaves out a few names that the other signs.
 */
public enum Layout {
  /**
   * Ours: {@code signature.json} in the root ({@code META-INF/signature.json} in a jar); nothing is
   * ignored.
   */
  PLUGIN(false, Origin.NONE),
  /**
   * A host's own folder: {@code core/signature.json}. The folders of its root that hold what is not
   * the host's code are ignored: those of the original systems, and {@code plugins}, {@code state},
   * {@code trust}, {@code logs}.
   */
  CORE(true, Origin.NONE),
  /** A Nextcloud app: {@code appinfo/signature.json}; the names Nextcloud ignores are ignored. */
  NEXTCLOUD_APP(false, Origin.NEXTCLOUD),
  /**
   * Nextcloud's own folder: {@code core/signature.json}; the host's data is ignored as well, and
   * what updates it ({@code updater}, {@code _oc_upgrade}).
   */
  NEXTCLOUD_CORE(true, Origin.NEXTCLOUD),
  /** An ownCloud app: {@code appinfo/signature.json}; the names ownCloud ignores are ignored. */
  OWNCLOUD_APP(false, Origin.OWNCLOUD),
  /** ownCloud's own folder: {@code core/signature.json}; the host's data is ignored as well. */
  OWNCLOUD_CORE(true, Origin.OWNCLOUD);

  private static final EntryPath ROOT_SIGNATURE = new EntryPath("signature.json");
  private static final EntryPath JAR_SIGNATURE = new EntryPath("META-INF/signature.json");
  private static final EntryPath APP_SIGNATURE = new EntryPath("appinfo/signature.json");
  private static final EntryPath CORE_SIGNATURE = new EntryPath("core/signature.json");
  private static final String MIMETYPE_LIST = "core/js/mimetypelist.js";
  private static final String HTACCESS = ".htaccess";

  private static final Set<String> NEXTCLOUD_NAMES =
      Set.of(".DS_Store", ".directory", ".rnd", ".webapp", "Thumbs.db", "nextcloud-init-sync.lock");
  private static final Pattern NEXTCLOUD_WEBAPP =
      Pattern.compile("\\.webapp-nextcloud-(\\d+\\.){2}\\d+(-r\\d+)?");
  private static final Set<String> OWNCLOUD_NAMES =
      Set.of(".DS_Store", "Thumbs.db", ".directory", ".webapp");
  private static final String OWNCLOUD_WEBAPP = ".webapp-owncloud-";
  private static final Set<String> CORE_ROOT_FOLDERS =
      Set.of("data", "themes", "config", "apps", "assets", "lost+found");
  private static final String UPDATER = "updater";
  private static final Set<String> NEXTCLOUD_CORE_ROOT_FOLDERS = Set.of(UPDATER, "_oc_upgrade");
  private static final Set<String> OWN_CORE_ROOT_FOLDERS =
      Set.of("plugins", "state", "trust", "logs");

  private static final byte[] HTACCESS_MARKER =
      "#### DO NOT CHANGE ANYTHING ABOVE THIS LINE ####".getBytes(US_ASCII);

  private final boolean core;
  private final Origin origin;

  Layout(boolean core, Origin origin) {
    this.core = core;
    this.origin = origin;
  }

  /** Returns whether this is the layout of a host's own folder, whose id is {@code core}. */
  public boolean isCore() {
    return core;
  }

  /** Returns the layout of the folder of a host whose apps or plugins have this one. */
  public Layout ofHost() {
    return switch (origin) {
      case NONE -> CORE;
      case NEXTCLOUD -> NEXTCLOUD_CORE;
      case OWNCLOUD -> OWNCLOUD_CORE;
    };
  }

  /** Returns the one path at which {@code signature.json} is looked for. */
  @Internal
  public EntryPath signaturePath(BundleKind kind) {
    if (this == PLUGIN) {
      return kind == BundleKind.JAR ? JAR_SIGNATURE : ROOT_SIGNATURE;
    }
    return core ? CORE_SIGNATURE : APP_SIGNATURE;
  }

  /** Returns whether every file is a part of the bundle. */
  public boolean ignoresNothing() {
    return this == PLUGIN;
  }

  /**
   * Returns whether the path is no part of the bundle: neither hashed nor sealed. The active
   * signature file itself is not among them. Nothing is ignored in a single jar, which is sealed
   * whole.
   */
  @Internal
  public boolean ignores(BundleKind kind, EntryPath path) {
    return kind != BundleKind.JAR && ignores(path);
  }

  boolean ignores(EntryPath path) {
    return isIgnoredName(path)
        || (origin != Origin.NONE && path.equals(core ? APP_SIGNATURE : CORE_SIGNATURE))
        || isUnderIgnoredRootFolder(path);
  }

  /** Returns whether all that lies at or below the path is ignored, so that no one need look. */
  boolean isUnderIgnoredRootFolder(EntryPath path) {
    if (!core) {
      return false;
    }
    int slash = path.value().indexOf('/');
    String first = slash < 0 ? path.value() : path.value().substring(0, slash);
    return CORE_ROOT_FOLDERS.contains(first)
        || switch (origin) {
          case NONE -> OWN_CORE_ROOT_FOLDERS.contains(first);
          case NEXTCLOUD -> NEXTCLOUD_CORE_ROOT_FOLDERS.contains(first);
          case OWNCLOUD -> false;
        };
  }

  /**
   * Returns whether nothing is to be said of a signed name though no such file counts. Nextcloud
   * signs its updater, which replaces itself later, and forgets these names again when it checks;
   * any other name that is signed and ignored it misses for ever.
   */
  @Internal
  public boolean forgets(EntryPath signed) {
    return this == NEXTCLOUD_CORE && signed.value().startsWith(UPDATER + "/");
  }

  /**
   * Returns how many leading bytes of a file count for its hash: all, or those before the marker
   * {@code #### DO NOT CHANGE ANYTHING ABOVE THIS LINE ####} of a root {@code .htaccess} of the
   * core when it occurs exactly once.
   */
  @Internal
  public int hashedLength(EntryPath path, byte[] content) {
    if (!hashesPrefixOnly(path)) {
      return content.length;
    }
    int first = indexOfMarker(content, 0);
    boolean once = first >= 0 && indexOfMarker(content, first + HTACCESS_MARKER.length) < 0;
    return once ? first : content.length;
  }

  /**
   * Returns whether {@link #hashedLength} can be less than the whole for this path, so that its
   * content must be held.
   */
  @Internal
  public boolean hashesPrefixOnly(EntryPath path) {
    return core && origin != Origin.NONE && path.value().equals(HTACCESS);
  }

  private static int indexOfMarker(byte[] content, int from) {
    int length = HTACCESS_MARKER.length;
    for (int i = from; i <= content.length - length; i++) {
      if (Arrays.equals(content, i, i + length, HTACCESS_MARKER, 0, length)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isIgnoredName(EntryPath path) {
    String name = path.fileName();
    return switch (origin) {
      case NONE -> false;
      case NEXTCLOUD -> NEXTCLOUD_NAMES.contains(name) || NEXTCLOUD_WEBAPP.matcher(name).matches();
      case OWNCLOUD ->
          OWNCLOUD_NAMES.contains(name)
              || name.startsWith(OWNCLOUD_WEBAPP)
              || path.value().equals(MIMETYPE_LIST);
    };
  }

  /** The system whose signer left out certain names. */
  private enum Origin {
    NONE,
    NEXTCLOUD,
    OWNCLOUD
  }
}
