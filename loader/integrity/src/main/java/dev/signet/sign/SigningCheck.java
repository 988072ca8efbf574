package dev.signet.sign;

import dev.signet.bundle.Bundle;
import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.ClassPathRule;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.PluginDescriptors;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.trust.Scope;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a bundle and refuses to let it be signed where a verifier would refuse it anyway, or where
 * the author would regret it. Reports everything that speaks against it at once.
 */
final class SigningCheck {
  /** How a single jar's own manifest is named, as in a check. */
  private static final EntryPath JAR_NAME = new EntryPath("plugin.jar");

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

  /**
   * Returns what there is to sign, and the signature that is there already.
   *
   * @param scratch a folder for copies
   * @param at the instant the certificate must be valid at
   */
  ManifestReading check(Bundle bundle, Path scratch, Instant at) throws SigningRefusedException {
    return new Check(bundle, scratch).run(at);
  }

  /** One check of one bundle. */
  private final class Check {
    private final Bundle bundle;
    private final Path scratch;
    private final List<SigningObjection> objections = new ArrayList<>();
    private final Map<EntryPath, Path> jars = new LinkedHashMap<>();

    Check(Bundle bundle, Path scratch) {
      this.bundle = bundle;
      this.scratch = scratch;
    }

    ManifestReading run(Instant at) throws SigningRefusedException {
      identity.objectionAt(at).ifPresent(objections::add);
      add(bundle.findings());
      if (!bundle.isComplete()) {
        throw refused();
      }
      for (BundleEntry entry : bundle.entries()) {
        UnwantedFiles.objection(entry.path()).ifPresent(objections::add);
      }
      ManifestReading reading =
          new ManifestReader(layout, limits).read(bundle, this::look, this::isDescriptor);
      add(reading.findings());
      checkClassPath();
      checkId(reading);
      if (!objections.isEmpty()) {
        throw refused();
      }
      return reading;
    }

    private SigningRefusedException refused() {
      return new SigningRefusedException(bundle.source().toString(), objections);
    }

    private void add(List<Finding> findings) {
      findings.stream()
          .filter(Finding::isProblem)
          .map(SigningObjection::of)
          .forEach(objections::add);
    }

    private boolean isDescriptor(EntryPath path) {
      return PluginDescriptors.isDescriptor(bundle.kind(), layout, path);
    }

    private Optional<OutputStream> look(BundleEntry entry) throws IOException {
      EntryPath path = entry.path();
      if (!path.fileName().toLowerCase(Locale.ROOT).endsWith(".jar")) {
        return Optional.of(new PrivateKeyAlarm(() -> objections.add(privateKeyAt(path))));
      }
      Path copy = Files.createTempFile(scratch, "", ".jar");
      jars.put(path, copy);
      return Optional.of(Files.newOutputStream(copy));
    }

    private static SigningObjection privateKeyAt(EntryPath path) {
      return new SigningObjection(
          SigningObjection.PRIVATE_KEY,
          path.value(),
          "The file contains a private key.",
          "Remove it, and replace the key if it is in use.");
    }

    private void checkClassPath() {
      jars.forEach((path, copy) -> add(ClassPathRule.check(copy, path)));
      Optional<Path> archive = bundle.archiveCopy();
      if (bundle.kind() == BundleKind.JAR && archive.isPresent()) {
        add(ClassPathRule.check(archive.get(), JAR_NAME));
      }
    }

    private void checkId(ManifestReading reading) {
      Optional<String> expected =
          layout.isCore() ? Optional.of(Scope.CORE) : ownId(reading.captured());
      if (expected.isEmpty() || identity.commonName().equals(expected.get())) {
        return;
      }
      objections.add(
          SigningObjection.of(
              SigningObjection.OTHER_ID,
              "It is '"
                  + expected.get()
                  + "', but the certificate is for '"
                  + identity.commonName()
                  + "'.",
              "Use the certificate issued for this id."));
    }

    /** Returns the id the bundle has; empty when there is an objection already. */
    private Optional<String> ownId(Map<EntryPath, byte[]> contents) {
      PluginDescriptors descriptors = PluginDescriptors.read(bundle.kind(), layout, contents);
      add(descriptors.findings());
      if (descriptors.findings().stream().anyMatch(Finding::isProblem)) {
        return Optional.empty();
      }
      if (descriptors.id().isEmpty() && id.isEmpty()) {
        return objection(
            "It has no descriptor that names its id.", "Add one, or name the id when signing.");
      }
      if (id.isPresent() && !descriptors.id().isEmpty() && !id.get().equals(descriptors.id())) {
        return objection(
            "Its descriptor says it is '" + descriptors.id() + "', not '" + id.get() + "'.",
            "Sign the right bundle, or correct its descriptor.");
      }
      String own = descriptors.id().isEmpty() ? id.orElse("") : descriptors.id();
      if (own.equals(Scope.CORE)) {
        return objection(
            "The id 'core' is reserved for the host's own code.", "Give the plugin another id.");
      }
      return Optional.of(own);
    }

    private Optional<String> objection(String detail, String remedy) {
      objections.add(SigningObjection.of(SigningObjection.OTHER_ID, detail, remedy));
      return Optional.empty();
    }
  }
}
