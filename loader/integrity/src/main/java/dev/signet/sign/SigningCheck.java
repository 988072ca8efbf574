package dev.signet.sign;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.InnerPlugin;
import dev.signet.bundle.descriptor.JarSignature;
import dev.signet.bundle.descriptor.PluginContent;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.bundle.descriptor.RunnableCheck;
import dev.signet.bundle.descriptor.VersionText;
import dev.signet.bundle.read.Bundle;
import dev.signet.manifest.ManifestReader;
import dev.signet.manifest.ManifestReading;
import dev.signet.sign.key.PrivateKeyAlarm;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.KeyRules;
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

  /** What jarsigner says of a jar into which a file came afterwards. */
  private static final String JARSIGNED =
      "It carries jarsigner's signature. That stays right, but does not cover signature.json:"
          + " jarsigner -verify warns of it, and jarsigner -verify -strict fails. Leave jarsigner out"
          + " where somebody asks for the strict check.";

  private final SigningIdentity identity;
  private final DescriptorForm form;
  private final Layout layout;
  private final Limits limits;
  private final Optional<String> id;
  private final boolean adding;

  SigningCheck(SigningIdentity identity, SigningRules rules) {
    this.identity = identity;
    this.form = rules.form();
    this.layout = form.layout();
    this.limits = rules.entries().limits();
    this.id = rules.id();
    this.adding = rules.adding();
  }

  /**
   * Returns what there is to sign, and the signature that is there already.
   *
   * @param scratch a folder for copies
   * @param at the instant the certificate must be valid at
   * @param notices where to put what the author should know
   */
  ManifestReading check(StrictSource source, Path scratch, Instant at, List<String> notices)
      throws SigningRefusedException {
    return new Check(source, scratch, notices).run(at);
  }

  /** One check of one bundle. */
  private final class Check {
    private final Path source;
    private final Bundle bundle;
    private final Path scratch;
    private final List<String> notices;
    private final List<SigningObjection> objections = new ArrayList<>();
    private final Map<EntryPath, Path> jars = new LinkedHashMap<>();

    Check(StrictSource source, Path scratch, List<String> notices) {
      this.source = source.source();
      this.bundle = source.bundle();
      this.scratch = scratch;
      this.notices = notices;
    }

    ManifestReading run(Instant at) throws SigningRefusedException {
      identity.objectionAt(at).ifPresent(objections::add);
      checkKey();
      add(bundle.findings());
      if (!bundle.isComplete()) {
        throw refused();
      }
      for (BundleEntry entry : bundle.entries()) {
        UnwantedFiles.objection(entry.path()).ifPresent(objections::add);
      }
      AppFolder.objection(source, bundle, layout, notices).ifPresent(objections::add);
      ManifestReading reading =
          new ManifestReader(layout, limits).read(bundle, this::look, this::isDescriptor);
      add(reading.findings());
      checkClassPath();
      PluginDescriptors descriptors = form.read(bundle.kind(), reading.captured());
      add(descriptors.findings().stream().map(finding -> placed(finding, reading)).toList());
      author(reading)
          .flatMap(name -> new SigningIdRule(name, layout, id).objection(descriptors))
          .ifPresent(objections::add);
      checkRunnable(descriptors);
      if (!objections.isEmpty()) {
        throw refused();
      }
      return reading;
    }

    /**
     * Returns the id that the author's certificate is for: to add a signature anybody's will do.
     */
    private Optional<String> author(ManifestReading reading) {
      if (!adding) {
        return Optional.of(identity.commonName());
      }
      PresentSignature present = PresentSignature.of(reading, limits);
      objections.addAll(present.objections());
      present.objectionTo(identity.leaf()).ifPresent(objections::add);
      return present.file().map(file -> present.commonName());
    }

    /** A verifier asks the same of the key, whatever the bundle. */
    private void checkKey() {
      KeyRules.weakness(identity.leaf().getPublicKey())
          .ifPresent(
              weakness ->
                  objections.add(
                      SigningObjection.of(
                          SigningObjection.WEAK_KEY,
                          "The certificate " + weakness + ", which every verifier refuses.",
                          "Make a new key, RSA of at least 2048 bits or P-384, and have a"
                              + " certificate issued for it.")));
    }

    /** What is not there may only lie too deep. */
    private Finding placed(Finding finding, ManifestReading reading) {
      if (!reading.captured().isEmpty() || layout != Layout.PLUGIN) {
        return finding;
      }
      List<EntryPath> paths = bundle.entries().stream().map(BundleEntry::path).toList();
      return InnerPlugin.in(paths, bundle.kind(), form)
          .map(inner -> inner.explain(finding))
          .orElse(finding);
    }

    private SigningRefusedException refused() {
      return new SigningRefusedException(source.toString(), objections);
    }

    private void add(List<Finding> findings) {
      findings.stream()
          .filter(Finding::isProblem)
          .map(SigningObjection::of)
          .forEach(objections::add);
    }

    private boolean isDescriptor(EntryPath path) {
      return form.isDescriptor(bundle.kind(), path);
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

    private void checkRunnable(PluginDescriptors descriptors) {
      Optional<Path> archive =
          bundle.kind() == BundleKind.JAR ? bundle.archiveCopy() : Optional.empty();
      PluginContent content =
          new PluginContent(
              bundle.kind(),
              bundle.entries().stream().map(BundleEntry::path).toList(),
              archive.map(jar -> Map.of(JAR_NAME, jar)).orElse(jars));
      List<Finding> findings = RunnableCheck.check(descriptors, content);
      add(findings);
      findings.stream()
          .filter(finding -> !finding.isProblem())
          .map(finding -> SigningObjection.of(finding).sentence())
          .forEach(notices::add);
      noteVersion(descriptors);
      if (archive.isPresent() && JarSignature.of(archive.get()) == JarSignature.RIGHT) {
        notices.add(JARSIGNED);
      }
    }

    /** It runs all the same; only what needs a range of its versions does not. */
    private void noteVersion(PluginDescriptors descriptors) {
      if (layout == Layout.PLUGIN) {
        VersionText.versionProblem(descriptors.version())
            .map(problem -> problem + ". No plugin could ask for a range of its versions.")
            .ifPresent(notices::add);
      }
    }
  }
}
