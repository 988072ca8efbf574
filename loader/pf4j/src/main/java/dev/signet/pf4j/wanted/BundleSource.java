package dev.signet.pf4j.wanted;

import dev.signet.oci.OciSource;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Gets the bundles that a list names. Who answers is not trusted: a bundle whose files are not the
 * ones that the list names is refused, wherever it comes from.
 */
@FunctionalInterface
public interface BundleSource {

  /**
   * Returns a bundle: a folder, zip or jar, which is only read.
   *
   * @param from as the list has it
   * @param folder an empty one of the caller's, for what has to be made; deleted afterwards
   * @throws IOException when it cannot be had; says why
   */
  Path fetch(String from, Path folder) throws IOException;

  /**
   * Returns what gets {@code https:} addresses of zips and jars, {@code oci:} references that name
   * a digest, with the logins that Docker has on this machine, and relative paths below a folder.
   */
  static BundleSource below(Path folder) {
    return below(folder, OciSource.create());
  }

  /**
   * Returns likewise what asks registries in this way.
   *
   * @param registries how, and for how many bytes at most
   */
  static BundleSource below(Path folder, OciSource registries) {
    return new UsualBundles(folder, registries);
  }
}
