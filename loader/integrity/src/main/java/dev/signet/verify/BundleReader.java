package dev.signet.verify;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.FoundFiles;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.Digest;
import dev.signet.manifest.EarlyReading;
import dev.signet.manifest.KnownDigests;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.manifest.ReadingPlan;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads each file of a bundle once; what is needed of its bytes afterwards is kept or copied. A jar
 * within is copied before anyone looks into it, so that it cannot change meanwhile.
 */
final class BundleReader {
  /** How findings about a single jar's own manifest name it. */
  static final EntryPath JAR_NAME = new EntryPath("plugin.jar");

  private final DescriptorForm form;
  private final ManifestReader reader;
  private final Staging staging;
  private final @Nullable DigestCache known;

  private BundleReader(
      DescriptorForm form, ManifestReader reader, Staging staging, @Nullable DigestCache known) {
    this.form = form;
    this.reader = reader;
    this.staging = staging;
    this.known = known;
  }

  /** A reader that copies every file. */
  static BundleReader forStaging(DescriptorForm form, ManifestReader reader, Staging staging) {
    return new BundleReader(form, reader, staging, null);
  }

  /** A reader that copies no more than it has to look into, and skips what it has read before. */
  static BundleReader forChecking(
      DescriptorForm form, ManifestReader reader, Staging staging, DigestCache known) {
    return new BundleReader(form, reader, staging, known);
  }

  /**
   * Opens a bundle, reads the whole of it and closes it. Never throws for any bundle.
   *
   * @param opening opens it, and tells of files that were found meanwhile
   */
  BundleContents read(Function<FoundFiles, Bundle> opening) {
    return new Reading().run(opening);
  }

  /** One reading of one bundle. */
  private final class Reading {
    private final Instant listedAt = Instant.now();
    private final List<Finding> findings = new ArrayList<>();
    private volatile BundleKind kind = BundleKind.FOLDER;
    private volatile SignatureFileReader.@Nullable Result signature;

    BundleContents run(Function<FoundFiles, Bundle> opening) {
      ReadingPlan plan =
          new ReadingPlan(
              this::copyOf, this::isDescriptor, knownDigests(), Optional.of(this::readSignature));
      try (EarlyReading reading = reader.begin(plan)) {
        Bundle bundle = opening.apply(reading);
        try (bundle;
            reading) {
          kind = bundle.kind();
          findings.addAll(bundle.findings());
          return contents(
              bundle, bundle.isComplete() ? reading.finish(bundle) : ManifestReading.EMPTY);
        }
      }
    }

    /** Is called on any thread, so that others read on meanwhile. */
    private void readSignature(byte[] bytes) {
      SignatureFileReader.Result result = SignatureFileReader.read(bytes, reader.limits());
      // Takes its time, and is known from then on.
      result.<Boolean>fold(SignatureFile::isSignatureValid, malformed -> false);
      signature = result;
    }

    private BundleContents contents(Bundle bundle, ManifestReading reading) {
      findings.addAll(reading.findings());
      BundleContents.Extent extent = extent(bundle, reading);
      if (extent != BundleContents.Extent.UNKNOWN) {
        checkClassPath(bundle, reading.files());
      }
      Optional<BundleContents.Signature> signed = reading.signatureDigest().map(this::signature);
      return new BundleContents(
          kind,
          reading.files(),
          signed
              .map(file -> reading.files().with(file.path(), file.digest()))
              .orElse(reading.files()),
          executables(bundle),
          signed,
          form.read(kind, reading.captured()),
          findings,
          extent);
    }

    private BundleContents.Signature signature(Digest digest) {
      return new BundleContents.Signature(
          form.layout().signaturePath(kind), digest, Objects.requireNonNull(signature));
    }

    private BundleContents.Extent extent(Bundle bundle, ManifestReading reading) {
      if (!bundle.isComplete() || !reading.isComplete()) {
        return BundleContents.Extent.UNKNOWN;
      }
      boolean whole =
          reading.findings().isEmpty()
              && bundle.findings().stream().noneMatch(found -> found.reason() == Reason.IO_ERROR);
      return whole ? BundleContents.Extent.WHOLE : BundleContents.Extent.WITH_GAPS;
    }

    private Set<EntryPath> executables(Bundle bundle) {
      Set<EntryPath> executables = new HashSet<>();
      for (BundleEntry entry : bundle.entries()) {
        if (entry.executable()) {
          executables.add(entry.path());
        }
      }
      return executables;
    }

    private KnownDigests knownDigests() {
      return known == null ? KnownDigests.NONE : known.asOf(listedAt);
    }

    private boolean isDescriptor(EntryPath path) {
      return form.isDescriptor(kind, path);
    }

    private void checkClassPath(Bundle bundle, Manifest files) {
      Optional<Path> archive = bundle.archiveCopy();
      if (kind == BundleKind.JAR && archive.isPresent()) {
        findings.addAll(ClassPathRule.check(archive.get(), JAR_NAME));
      } else {
        files.files().forEach(this::checkNestedJar);
      }
    }

    private void checkNestedJar(EntryPath path, Digest digest) {
      if (!ClassPathRule.appliesTo(path)) {
        return;
      }
      Optional<List<Finding>> remembered =
          known == null ? Optional.empty() : known.jarFindings(path, digest);
      List<Finding> found =
          remembered.orElseGet(
              () -> ClassPathRule.check(staging.content().resolve(path.value()), path));
      boolean lasting = found.stream().noneMatch(finding -> finding.reason() == Reason.IO_ERROR);
      if (known != null && lasting) {
        known.putJarFindings(path, digest, found);
      }
      findings.addAll(found);
    }

    private Optional<OutputStream> copyOf(BundleEntry entry) throws IOException {
      boolean wanted =
          kind != BundleKind.JAR && (known == null || ClassPathRule.appliesTo(entry.path()));
      return wanted ? Optional.of(staging.create(entry)) : Optional.empty();
    }
  }
}
