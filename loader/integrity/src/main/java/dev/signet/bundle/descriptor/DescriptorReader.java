package dev.signet.bundle.descriptor;

import static java.util.stream.Collectors.joining;

import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Failures;
import dev.signet.bundle.FindingList;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a bundle's descriptors and compares them. Used once. */
final class DescriptorReader {
  private static final Remedy UNDESCRIBED =
      forAuthor(
          "Add plugin.properties with plugin.id and plugin.version, or a manifest with Plugin-Id and"
              + " Plugin-Version, where its files begin; or, if its hosts read another file, name"
              + " that one by --descriptor (<descriptor> in Maven).");

  private final DescriptorRules rules;
  private final Optional<PluginDescriptorReader> own;
  private final TreeMap<EntryPath, byte[]> contents;
  private final FindingList findings = new FindingList();
  private final List<Descriptor> manifests = new ArrayList<>();
  private int manifestFiles;

  /** Reads one file. */
  private interface Parser {
    Descriptor parse(EntryPath file, byte[] content) throws IOException;
  }

  DescriptorReader(
      DescriptorRules rules,
      Optional<PluginDescriptorReader> own,
      Map<EntryPath, byte[]> contents) {
    this.rules = rules;
    this.own = own;
    this.contents = new TreeMap<>(contents);
  }

  PluginDescriptors read() {
    refuseMisspelt();
    boolean hasProperties = contents.containsKey(DescriptorRules.PROPERTIES);
    boolean pf4jDecides = own.isEmpty() && !rules.app();
    Optional<Descriptor> properties =
        parse(DescriptorRules.PROPERTIES, Descriptor::ofProperties, own.isEmpty());
    readManifests(pf4jDecides && !hasProperties);
    if (own.isPresent()) {
      return readOwn(own.get(), properties);
    }
    return rules.app() ? readApp(properties) : readPlugin(properties, hasProperties);
  }

  private void refuseMisspelt() {
    for (EntryPath path : contents.keySet()) {
      rules
          .misspelt(path)
          .ifPresent(
              name ->
                  problem(
                      path, "Hosts read it on some systems only; its name must be " + name + "."));
    }
  }

  private void readManifests(boolean needed) {
    for (EntryPath path : contents.keySet()) {
      if (rules.isManifest(path)) {
        manifestFiles++;
        parse(path, Descriptor::ofManifest, needed).ifPresent(manifests::add);
      }
    }
  }

  private PluginDescriptors readPlugin(Optional<Descriptor> properties, boolean propertiesDecide) {
    boolean ambiguous = manifestFiles > 1 && (rules.jar() || !propertiesDecide);
    if (ambiguous) {
      findings.add(
          Reason.DESCRIPTOR_MISMATCH,
          "There are "
              + manifestFiles
              + " manifests, and which of them PF4J reads is left to chance.");
    }
    if (!propertiesDecide && manifestFiles == 0) {
      findings.add(
          Finding.of(
                  Reason.DESCRIPTOR_MISMATCH, "There is no plugin.properties and no MANIFEST.MF.")
              .withRemedy(UNDESCRIBED));
    }
    Optional<Descriptor> deciding = propertiesDecide ? properties : manifests.stream().findFirst();
    deciding.filter(found -> !found.namesPlugin()).ifPresent(this::refuseUndescribed);
    deciding.filter(Descriptor::namesPlugin).ifPresent(this::requireIdAndVersion);
    return result(deciding, deciding);
  }

  /** The first file tells where what is wrong is to be put right. */
  private PluginDescriptors readOwn(
      PluginDescriptorReader reader, Optional<Descriptor> properties) {
    Map<EntryPath, byte[]> shown = new TreeMap<>(contents);
    shown.keySet().retainAll(rules.own());
    Optional<EntryPath> first = rules.own().stream().filter(shown::containsKey).findFirst();
    if (first.isEmpty()) {
      String names = rules.own().stream().map(EntryPath::value).collect(joining(" and no "));
      findings.add(
          Finding.of(Reason.DESCRIPTOR_MISMATCH, "There is no " + names + ".")
              .withRemedy(forAuthor("Add the file where the bundle's files begin.")));
      return result(Optional.empty(), Optional.empty());
    }
    Optional<Descriptor> found =
        parse(first.get(), (file, content) -> OwnDescriptor.read(reader, file, shown), true);
    found.ifPresent(this::requireIdAndVersion);
    properties.ifPresent(manifests::add);
    return result(found, found);
  }

  private PluginDescriptors readApp(Optional<Descriptor> properties) {
    Optional<Descriptor> info = parse(DescriptorRules.APP_INFO, AppInfo::read, true);
    info.ifPresent(found -> requireText(found.file(), "id", found.id()));
    Optional<Descriptor> pf4j =
        properties.or(() -> manifests.stream().filter(Descriptor::namesPlugin).findFirst());
    return result(info.isPresent() ? info : pf4j, pf4j);
  }

  private void requireIdAndVersion(Descriptor deciding) {
    requireText(deciding.file(), "id", deciding.id());
    requireText(deciding.file(), "version", deciding.version());
  }

  private void requireText(EntryPath file, String what, String text) {
    Descriptor.textProblem(what, text).ifPresent(problem -> problem(file, problem));
  }

  /** Every jar has a manifest: what was to say who the plugin is may well be another file. */
  private void refuseUndescribed(Descriptor found) {
    findings.add(
        Finding.at(Reason.DESCRIPTOR_MISMATCH, found.file().value(), "It names no id.")
            .withRemedy(UNDESCRIBED));
  }

  /** Compares all others with the one that decides. */
  private PluginDescriptors result(Optional<Descriptor> deciding, Optional<Descriptor> pf4j) {
    if (deciding.isEmpty()) {
      return new PluginDescriptors("", "", "", "", Map.of(), findings.toList());
    }
    Descriptor first = deciding.get();
    List<Descriptor> others = new ArrayList<>(manifests);
    pf4j.ifPresent(others::add);
    others.stream()
        .filter(Descriptor::namesPlugin)
        .distinct()
        .forEach(other -> first.mismatch(other).ifPresent(detail -> problem(other.file(), detail)));
    return new PluginDescriptors(
        first.id(),
        first.version().isEmpty() ? pf4j.map(Descriptor::version).orElse("") : first.version(),
        pf4j.map(Descriptor::pluginClass).orElse(""),
        pf4j.map(Descriptor::dependencies).orElse(""),
        pf4j.map(Descriptor::fields).orElse(Map.of()),
        findings.toList());
  }

  /**
   * Parses a file if it is there.
   *
   * @param needed whether it is a problem, not just worth a notice, when it cannot be read
   */
  private Optional<Descriptor> parse(EntryPath file, Parser parser, boolean needed) {
    byte @Nullable [] content = contents.get(file);
    if (content == null) {
      return Optional.empty();
    }
    try {
      PluginDescriptors.requireBounded(content);
      Descriptor descriptor = parser.parse(file, content);
      descriptor.requireShort();
      return Optional.of(descriptor);
    } catch (IOException e) {
      String detail = "The descriptor cannot be read: " + Failures.sentence(e);
      Finding finding = Finding.at(Reason.DESCRIPTOR_MISMATCH, file.value(), detail);
      findings.add(needed ? finding : finding.asNotice());
      return Optional.empty();
    }
  }

  private static Remedy forAuthor(String text) {
    return new Remedy(Reason.DESCRIPTOR_MISMATCH.remedy().forAdministrator(), text);
  }

  private void problem(EntryPath file, String detail) {
    findings.add(Reason.DESCRIPTOR_MISMATCH, file.value(), detail);
  }
}
