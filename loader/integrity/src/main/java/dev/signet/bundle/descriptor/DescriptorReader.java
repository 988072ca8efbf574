package dev.signet.bundle.descriptor;

import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Failures;
import dev.signet.bundle.FindingList;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a bundle's descriptors and compares them. Used once. */
final class DescriptorReader {
  private final DescriptorRules rules;
  private final TreeMap<EntryPath, byte[]> contents;
  private final FindingList findings = new FindingList();
  private final List<Descriptor> manifests = new ArrayList<>();
  private int manifestFiles;

  /** Reads one file. */
  private interface Parser {
    Descriptor parse(EntryPath file, byte[] content) throws IOException;
  }

  DescriptorReader(DescriptorRules rules, Map<EntryPath, byte[]> contents) {
    this.rules = rules;
    this.contents = new TreeMap<>(contents);
  }

  PluginDescriptors read() {
    refuseMisspelt();
    Optional<Descriptor> properties =
        parse(DescriptorRules.PROPERTIES, Descriptor::ofProperties, true);
    boolean propertiesDecide = contents.containsKey(DescriptorRules.PROPERTIES);
    readManifests(!propertiesDecide && !rules.app());
    return rules.app() ? readApp(properties) : readPlugin(properties, propertiesDecide);
  }

  private void refuseMisspelt() {
    for (EntryPath path : contents.keySet()) {
      if (rules.isMisspeltProperties(path)) {
        problem(path, "PF4J reads it on some systems only; its name must be plugin.properties.");
      }
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
              + " manifests, and which of them PF4J reads is left to"
              + " chance.");
    }
    if (!propertiesDecide && manifestFiles == 0) {
      findings.add(Reason.DESCRIPTOR_MISMATCH, "There is no plugin.properties and no MANIFEST.MF.");
    }
    Optional<Descriptor> deciding = propertiesDecide ? properties : manifests.stream().findFirst();
    deciding.ifPresent(this::requireIdAndVersion);
    return result(deciding, deciding);
  }

  private PluginDescriptors readApp(Optional<Descriptor> properties) {
    Optional<Descriptor> info = parse(DescriptorRules.APP_INFO, AppInfo::read, true);
    info.ifPresent(found -> requireText(found.file(), "id", found.id()));
    Optional<Descriptor> pf4j =
        properties.or(() -> manifests.stream().filter(this::namesPlugin).findFirst());
    return result(info.isPresent() ? info : pf4j, pf4j);
  }

  private void requireIdAndVersion(Descriptor deciding) {
    requireText(deciding.file(), "id", deciding.id());
    requireText(deciding.file(), "version", deciding.version());
  }

  private void requireText(EntryPath file, String what, String text) {
    Descriptor.textProblem(what, text).ifPresent(problem -> problem(file, problem));
  }

  private boolean namesPlugin(Descriptor descriptor) {
    return !descriptor.id().isEmpty();
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
        .filter(this::namesPlugin)
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
      if (content.length > PluginDescriptors.MAX_BYTES) {
        throw new IOException("it is larger than " + PluginDescriptors.MAX_BYTES + " bytes");
      }
      return Optional.of(parser.parse(file, content));
    } catch (IOException e) {
      String detail = "The descriptor cannot be read: " + Failures.sentence(e);
      Finding finding = Finding.at(Reason.DESCRIPTOR_MISMATCH, file.value(), detail);
      findings.add(needed ? finding : finding.asNotice());
      return Optional.empty();
    }
  }

  private void problem(EntryPath file, String detail) {
    findings.add(Reason.DESCRIPTOR_MISMATCH, file.value(), detail);
  }
}
