package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What reading a bundle found: all a verdict needs, and nothing that can still change.
 *
 * @param kind how it is shipped
 * @param files the files that count, without the active signature file
 * @param all those and the active signature file
 * @param executables those of them, and the signature file, that their owner may execute
 * @param signatureFile the active {@code signature.json}
 * @param descriptors who it says it is
 * @param findings what is wrong with its structure, names, class path or reading
 * @param extent how much of it was read
 */
record BundleContents(
    BundleKind kind,
    Manifest files,
    Manifest all,
    Set<EntryPath> executables,
    Optional<Signature> signatureFile,
    PluginDescriptors descriptors,
    List<Finding> findings,
    Extent extent) {

  /** Returns the same with another active {@code signature.json}. */
  BundleContents signedBy(Layout layout, byte[] signatureBytes, Limits limits) {
    Signature signature = Signature.of(layout.signaturePath(kind), signatureBytes, limits);
    return new BundleContents(
        kind,
        files,
        files.with(signature.path(), signature.digest()),
        executables,
        Optional.of(signature),
        descriptors,
        findings,
        extent);
  }

  /**
   * Returns whether the host puts up with a file, which is then no part of the sealed copy. Files
   * that say who the plugin is cannot be excluded, nor anything in a single jar, which is sealed
   * whole.
   */
  boolean isExcluded(String id, Expectation expectation, EntryPath path) {
    return kind != BundleKind.JAR
        && expectation.exclusions().excludes(id, path)
        && !path.equals(expectation.layout().signaturePath(kind))
        && !expectation.form().isDescriptor(kind, path);
  }

  /** Returns the paths that something is wrong with: files, and folders that cannot be read. */
  Set<String> wrongPaths() {
    return findings.stream()
        .filter(Finding::isProblem)
        .flatMap(finding -> Stream.ofNullable(finding.path()))
        .collect(Collectors.toSet());
  }

  /** How much of a bundle was read. */
  enum Extent {
    /** Every file. */
    WHOLE,
    /** Less; whatever could not be read has a finding at its path, or at a folder's above it. */
    WITH_GAPS,
    /** Nobody can say what is missing; comparing makes no sense. */
    UNKNOWN
  }

  /**
   * The active {@code signature.json}.
   *
   * @param path where it lies
   * @param digest of its bytes
   * @param reading what it says
   */
  record Signature(EntryPath path, Digest digest, SignatureFileReader.Result reading) {

    /** Reads it. */
    static Signature of(EntryPath path, byte[] bytes, Limits limits) {
      return new Signature(path, Digest.over(bytes), SignatureFileReader.read(bytes, limits));
    }
  }
}
