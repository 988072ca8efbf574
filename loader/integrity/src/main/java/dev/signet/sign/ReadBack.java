package dev.signet.sign;

import dev.signet.bundle.EntryRules;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.CopyTarget;
import dev.signet.manifest.ManifestDiff;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.sign.key.Scratch;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what was just written as a verifier will, before it replaces anything: whatever the disk,
 * the archive or a change during signing did to it shows here, not at a user's.
 */
final class ReadBack {
  private final EntryRules rules;
  private final byte[] expected;

  /** Expects this content of {@code signature.json}. */
  ReadBack(EntryRules rules, byte[] expected) {
    this.rules = rules;
    this.expected = expected;
  }

  /** Checks a signature file against the folder it is for; the file may lie in that folder. */
  void checkFolder(Path folder, Path written) throws IOException, SigningException {
    Path root = folder.toAbsolutePath();
    Path file = written.toAbsolutePath();
    String ownName =
        file.startsWith(root) ? root.relativize(file).toString().replace('\\', '/') : "";
    check(folder, ownName, Files.readAllBytes(written));
  }

  /** Checks an archive with the signature in it. */
  void checkArchive(Path archive) throws SigningException {
    check(archive, "", new byte[0]);
  }

  private void check(Path source, String leftOut, byte[] ofFolder) throws SigningException {
    Scratch.with(
        scratch -> {
          try (Bundle bundle = BundleOpener.open(source, rules, scratch)) {
            ManifestReading reading =
                new ManifestReader(rules.layout(), rules.limits())
                    .read(bundle, CopyTarget.NONE, path -> false);
            byte[] found =
                ofFolder.length > 0 ? ofFolder : reading.signatureFile().orElse(ofFolder);
            List<Finding> findings = new ArrayList<>(bundle.findings());
            findings.addAll(reading.findings());
            findings.removeIf(finding -> !finding.isProblem());
            findings.addAll(compare(found, reading, leftOut));
            if (!findings.isEmpty() || !Arrays.equals(found, expected)) {
              throw different(source, findings);
            }
            return source;
          }
        });
  }

  private List<Finding> compare(byte[] found, ManifestReading reading, String leftOut) {
    return SignatureFileReader.read(found, rules.limits())
        .fold(file -> compare(file, reading, leftOut), finding -> List.of(finding));
  }

  private List<Finding> compare(SignatureFile file, ManifestReading reading, String leftOut) {
    if (!file.isSignatureValid()) {
      return List.of(Finding.of(Reason.BAD_SIGNATURE, "The signature does not fit the hashes."));
    }
    return ManifestDiff.compare(file.hashes(), reading.files(), leftOut::equals);
  }

  private static SigningException different(Path source, List<Finding> findings) {
    String first =
        findings.stream()
            .findFirst()
            .map(
                finding ->
                    " ("
                        + (finding.path() == null ? "" : finding.path() + ": ")
                        + finding.detail()
                        + ")")
            .orElse("");
    return new SigningException(
        source + " did not read back as it was signed, and nothing was replaced" + first,
        "sign it again while nothing else writes to it");
  }
}
