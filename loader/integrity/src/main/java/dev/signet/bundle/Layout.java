package dev.signet.bundle;

/** Where {@code signature.json} lies and which names are no part of the bundle. */
public enum Layout {
  /**
   * Ours: {@code signature.json} in the root ({@code META-INF/signature.json} in a jar); nothing is
   * ignored.
   */
  PLUGIN,
  /**
   * A Nextcloud or ownCloud app: {@code appinfo/signature.json}; the original hashers' names are
   * ignored.
   */
  NEXTCLOUD_APP,
  /** The original systems' own folder: {@code core/signature.json}. */
  NEXTCLOUD_CORE;

  /** Returns the one path at which {@code signature.json} is looked for. */
  public EntryPath signaturePath(BundleKind kind) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns whether the path is no part of the bundle: neither hashed nor sealed. The active
   * signature file itself is not among them.
   */
  public boolean ignores(EntryPath path) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns how many leading bytes of a file count for its hash: all, or those before the marker
   * line of a root {@code .htaccess} of the core.
   */
  public int hashedLength(EntryPath path, byte[] content) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns whether {@link #hashedLength} can be less than the whole for this path, so that its
   * content must be held.
   */
  public boolean hashesPrefixOnly(EntryPath path) {
    throw new UnsupportedOperationException();
  }
}
