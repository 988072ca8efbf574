package dev.signet.trust;

import dev.signet.Internal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What somebody names for one check, on a command line or in a build. Nothing of it is passed over:
 * it counts, or it is an error.
 *
 * @param trust files of anchors, PEM or DER, and folders as {@link TrustStore#load} reads them
 * @param profile of the files' anchors, where it is named; folders say for themselves
 * @param lists files of revocation lists
 */
@Internal
public record NamedTrust(List<Path> trust, Optional<AnchorProfile> profile, List<Path> lists) {
  private static final String TRUST = "trust";
  private static final String LISTS = "crl";

  /** Copies the lists. */
  public NamedTrust {
    trust = List.copyOf(trust);
    lists = List.copyOf(lists);
  }

  /**
   * Reads it.
   *
   * @param otherwise the profile of the files' anchors when none is named
   * @param option how {@code trust}, {@code profile} and {@code crl} are written where they were
   *     named
   * @throws TrustStoreException naming the option, the file, the cause and the remedy
   */
  public TrustStore load(AnchorProfile otherwise, UnaryOperator<String> option)
      throws TrustStoreException {
    requireFilesForProfile(option);
    TrustStoreBuilder builder = TrustStore.builder();
    said(option.apply(LISTS), () -> lists(builder));
    TrustStore store = said(option.apply(TRUST), () -> anchors(builder, profile.orElse(otherwise)));
    requireNothingPassedOver(store, option);
    return store;
  }

  private void requireFilesForProfile(UnaryOperator<String> option) throws TrustStoreException {
    for (Path path : trust) {
      if (profile.isPresent() && Files.isDirectory(path)) {
        throw new TrustStoreException(
            option.apply("profile")
                + " is for files; the folder "
                + path
                + " says it by itself: put these certificates into its folder nextcloud, or name"
                + " the files.");
      }
    }
  }

  private TrustStoreBuilder lists(TrustStoreBuilder builder) throws TrustStoreException {
    for (Path list : lists) {
      builder.revocationList(list);
    }
    return builder;
  }

  private TrustStore anchors(TrustStoreBuilder builder, AnchorProfile ofFiles)
      throws TrustStoreException {
    for (Path path : trust) {
      if (Files.isDirectory(path)) {
        builder.folder(path);
      } else {
        builder.anchors(path, ofFiles);
      }
    }
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw new TrustStoreException(trust + ": " + e.getMessage(), e);
    }
  }

  private static void requireNothingPassedOver(TrustStore store, UnaryOperator<String> option)
      throws TrustStoreException {
    for (TrustStatus.Concern concern : store.status().concerns()) {
      if (concern.kind() == TrustStatus.Concern.Kind.CERTIFICATE_BESIDE_LIST) {
        throw new TrustStoreException(
            option.apply(LISTS)
                + ": "
                + concern.place()
                + " also holds a certificate, which "
                + option.apply(LISTS)
                + " does not make trusted: name the file with "
                + option.apply(TRUST)
                + ", too, or take the certificate out.");
      }
    }
  }

  private interface Reading<T> {
    T read() throws TrustStoreException;
  }

  /** Says of a fault which option it is about. */
  private static <T> T said(String option, Reading<T> reading) throws TrustStoreException {
    try {
      return reading.read();
    } catch (TrustStoreException e) {
      throw new TrustStoreException(option + ": " + e.getMessage(), e);
    }
  }
}
