package dev.signet.trust.live;

import dev.signet.file.AtomicFile;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustFiles;
import dev.signet.trust.TrustStoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose list each source gave last, so that it is known whose is missing when one gives none: a
 * file for each source. Not safe for use by several threads.
 *
 * @param folder where that is written; null for nowhere
 */
record ListOwners(@Nullable Path folder) {
  private static final Pattern AUTHORITY = Pattern.compile("[0-9a-f]{64}");

  /** Returns whose list a source gave last, where that is known. */
  Optional<String> of(String source) {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      Path file = file(folder, source);
      return Files.exists(file)
          ? Optional.of(new String(TrustFiles.read(file, 100), StandardCharsets.US_ASCII))
              .filter(text -> AUTHORITY.matcher(text).matches())
          : Optional.empty();
    } catch (TrustStoreException e) {
      // Not to know whose list is missing is the stricter case.
      return Optional.empty();
    }
  }

  /**
   * Remembers whose list a source gives, where there is a folder.
   *
   * @throws IOException when it cannot be written
   */
  void keep(String source, String authority) throws IOException {
    if (folder != null && !authority.equals(of(source).orElse(""))) {
      AtomicFile.replaceOwnerOnly(
          file(folder, source), authority.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static Path file(Path folder, String source) {
    return folder.resolve(KeyRules.sha256Hex(source.getBytes(StandardCharsets.UTF_8)) + ".source");
  }
}
