package dev.signet.pf4j;

/**
 * When the bytes of a sealed copy are checked. What is admitted, and why, is the same in each; and
 * a source is verified in full before a copy is made of it in any.
 */
public enum SealingMode {
  /**
   * When the copy is made. Afterwards the state directory is trusted to keep it: whoever has the
   * host's account and changes a copy there changes what runs.
   */
  TRUSTED,
  /**
   * Also whenever a class or resource is read by the plugin's class loader: it has the digest that
   * the signature names, or is not used, and the report tells of it. A start holds the copy against
   * its signature and the signature against its source, whatever the state directory says. Plugins
   * that nobody has signed are read anew at each start. Files that a plugin opens by their path are
   * its own affair; SECURITY.md says what else is not covered.
   */
  ON_READ
}
