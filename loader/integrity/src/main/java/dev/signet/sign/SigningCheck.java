package dev.signet.sign;

import dev.signet.bundle.Bundle;
import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.ClassPathRule;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.PluginDescriptors;
import dev.signet.manifest.CopyTarget;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.trust.Scope;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a bundle and refuses to let it be signed where a verifier would refuse it anyway. */
final class SigningCheck {
  /** Stands for a single jar, whose own name need not be a safe path. */
  private static final EntryPath JAR_ITSELF = new EntryPath("plugin.jar");

  private final SigningIdentity identity;
  private final Layout layout;
  private final Limits limits;
  private final Optional<String> id;

  SigningCheck(SigningIdentity identity, Layout layout, Limits limits, Optional<String> id) {
    this.identity = identity;
    this.layout = layout;
    this.limits = limits;
    this.id = id;
  }

  /** Returns what there is to sign. */
  Manifest check(Bundle bundle, Path scratch) throws SigningException {
    refuse(bundle.source(), bundle.findings());
    List<EntryPath> keys = new ArrayList<>();
    Map<EntryPath, Path> jars = new LinkedHashMap<>();
    CopyTarget target = entry -> Optional.of(open(entry, scratch, jars, keys));
    ManifestReading reading =
        new ManifestReader(layout, limits)
            .read(
                bundle,
                target,
                path -> PluginDescriptors.isDescriptor(bundle.kind(), layout, path));
    refuse(bundle.source(), reading.findings());
    if (!keys.isEmpty()) {
      throw new SigningException(
          bundle.source()
              + " contains a private key in "
              + keys.get(0)
              + "; remove it, and replace the key if it is in use.");
    }
    refuse(bundle.source(), classPathFindings(bundle, jars));
    checkId(bundle, reading);
    return reading.files();
  }

  private OutputStream open(
      BundleEntry entry, Path scratch, Map<EntryPath, Path> jars, List<EntryPath> keys)
      throws IOException {
    EntryPath path = entry.path();
    if (!path.fileName().toLowerCase(Locale.ROOT).endsWith(".jar")) {
      return new PrivateKeyAlarm(() -> keys.add(path));
    }
    Path copy = Files.createTempFile(scratch, "", ".jar");
    jars.put(path, copy);
    return Files.newOutputStream(copy);
  }

  private static List<Finding> classPathFindings(Bundle bundle, Map<EntryPath, Path> jars) {
    List<Finding> findings = new ArrayList<>();
    jars.forEach((path, copy) -> findings.addAll(ClassPathRule.check(copy, path)));
    if (bundle.kind() == BundleKind.JAR) {
      bundle
          .archiveCopy()
          .ifPresent(copy -> findings.addAll(ClassPathRule.check(copy, JAR_ITSELF)));
    }
    return findings;
  }

  private void checkId(Bundle bundle, ManifestReading reading) throws SigningException {
    String expected = layout.isCore() ? Scope.CORE : ownId(bundle, reading);
    if (!identity.commonName().equals(expected)) {
      throw new SigningException(
          bundle.source()
              + " is \""
              + expected
              + "\", but the certificate is for \""
              + identity.commonName()
              + "\"; use the certificate issued for this plugin.");
    }
  }

  private String ownId(Bundle bundle, ManifestReading reading) throws SigningException {
    Map<EntryPath, byte[]> contents = reading.captured();
    if (contents.isEmpty() && id.isPresent()) {
      return id.get();
    }
    PluginDescriptors descriptors = PluginDescriptors.read(bundle.kind(), layout, contents);
    refuse(bundle.source(), descriptors.findings());
    if (id.isPresent() && !id.get().equals(descriptors.id())) {
      throw new SigningException(
          bundle.source()
              + " says it is \""
              + descriptors.id()
              + "\", not \""
              + id.get()
              + "\"; sign the right bundle, or correct its descriptor.");
    }
    return descriptors.id();
  }

  private static void refuse(Path source, List<Finding> findings) throws SigningException {
    List<Finding> problems = findings.stream().filter(Finding::isProblem).toList();
    if (!problems.isEmpty()) {
      Finding first = problems.get(0);
      throw new SigningException(
          source
              + " cannot be signed: "
              + sentence(first)
              + more(problems.size() - 1)
              + " "
              + first.reason().remedy());
    }
  }

  private static String sentence(Finding finding) {
    @Nullable String path = finding.path();
    return (path == null ? "" : path + ": ") + finding.detail();
  }

  private static String more(int count) {
    return count == 0 ? "" : " (And " + count + " more.)";
  }
}
