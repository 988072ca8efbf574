package dev.signet.bundle.descriptor;

import dev.signet.bundle.FindingList;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Looks for texts of a descriptor that no build filled in, and for ranges that cannot be read. */
final class DescriptorTexts {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]{0,200}}");
  private static final List<String> TEXTS = List.of("description", "provider", "license");

  private final PluginDescriptors descriptors;
  private final FindingList findings = new FindingList();

  private DescriptorTexts(PluginDescriptors descriptors) {
    this.descriptors = descriptors;
  }

  /** Returns problems and notices, as {@link RunnableCheck#check} does. */
  static List<Finding> check(PluginDescriptors descriptors) {
    DescriptorTexts texts = new DescriptorTexts(descriptors);
    texts.checkFields();
    texts.checkRanges();
    return texts.findings.toList();
  }

  static boolean isUnfilled(String value) {
    return PLACEHOLDER.matcher(value).find();
  }

  private void checkFields() {
    new TreeMap<>(descriptors.fields())
        .forEach(
            (name, value) -> {
              if (isUnfilled(value)) {
                Finding finding =
                    RunnableCheck.finding(
                        "The descriptor's " + name + " is '" + value + "': nothing filled it in.",
                        "Have the build fill it in, such as by Maven's resource filtering, or write"
                            + " it out.");
                boolean text = TEXTS.stream().anyMatch(lower(name)::endsWith);
                findings.add(text ? finding.asNotice() : finding);
              }
            });
  }

  /** Only worth a notice: a host may have version rules of its own. */
  private void checkRanges() {
    for (Map.Entry<String, String> field : new TreeMap<>(descriptors.fields()).entrySet()) {
      String range = field.getValue().strip();
      if (lower(field.getKey()).endsWith("requires") && !range.isEmpty() && !isUnfilled(range)) {
        VersionText.rangeProblem(range).ifPresent(problem -> noteText(field.getKey(), problem));
      }
    }
    String dependencies = descriptors.dependencies();
    for (String dependency : isUnfilled(dependencies) ? new String[0] : dependencies.split(",")) {
      int at = dependency.indexOf('@');
      if (at >= 0) {
        String range = VersionText.wholeRange(dependency.substring(at + 1).strip(), dependencies);
        VersionText.rangeProblem(range)
            .ifPresent(problem -> noteText("dependency " + dependency.substring(0, at), problem));
      }
    }
  }

  private void noteText(String where, String problem) {
    findings.add(
        RunnableCheck.finding(
                "The descriptor's " + where.strip() + ": " + problem + ".",
                "Write it like that, unless the hosts have version rules of their own.")
            .asNotice());
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
