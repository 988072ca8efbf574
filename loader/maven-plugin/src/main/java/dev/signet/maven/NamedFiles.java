package dev.signet.maven;

import dev.signet.trust.AnchorProfile;
import dev.signet.trust.NamedTrust;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The files of trust that a build names.
 *
 * @param trust certificates, or a host's trust folder
 * @param crl revocation lists
 * @param profile how the certificates are judged; empty as the layout says
 */
record NamedFiles(List<@Nullable File> trust, List<@Nullable File> crl, Optional<String> profile) {
  private static final List<String> PROFILES = List.of("standard", "nextcloud");

  /**
   * Returns the trust they make; empty when nothing is named.
   *
   * @param byLayout how certificates are judged unless the build says so
   * @throws TrustStoreException naming the file that cannot be used
   */
  Optional<TrustStore> trust(AnchorProfile byLayout)
      throws MojoExecutionException, TrustStoreException {
    if (trust.isEmpty() && crl.isEmpty() && profile.isEmpty()) {
      return Optional.empty();
    }
    if (trust.isEmpty()) {
      throw BundleMojo.input(
          "<trust> is missing: name the certificate of the authority that <crl> and <profile> are"
              + " about.");
    }
    return Optional.of(
        new NamedTrust(paths("trust", trust), anchorProfile(), paths("crl", crl))
            .load(byLayout, name -> "<" + name + ">"));
  }

  private static List<Path> paths(String parameter, List<@Nullable File> files)
      throws MojoExecutionException {
    List<Path> paths = new ArrayList<>();
    for (@Nullable File file : files) {
      paths.add(BundleMojo.named(parameter, file));
    }
    return paths;
  }

  private Optional<AnchorProfile> anchorProfile() throws MojoExecutionException {
    if (profile.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (profile.get()) {
          case "standard" -> AnchorProfile.STANDARD;
          case "nextcloud" -> AnchorProfile.NEXTCLOUD;
          default -> throw BundleMojo.noneOf("profile", profile.get(), PROFILES);
        });
  }
}
