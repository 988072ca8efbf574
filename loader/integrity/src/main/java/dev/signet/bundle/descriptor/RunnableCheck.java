package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.FindingList;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Count;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what keeps a plugin from running, however rightly it is signed: a class that is not
 * where PF4J 3.15.0 looks for it, signatures of other jars, placeholders that no build filled in,
 * ranges that cannot be read. The signer refuses the problems; to a verifier all of it is only
 * worth a notice, since none of it makes the bytes less the author's.
 */
@Internal
public final class RunnableCheck {
  private static final List<String> JARS_OF_A_JAR =
      List.of("lib/", "BOOT-INF/lib/", "WEB-INF/lib/");

  /** What every host has. */
  private static final String PF4J = "org.pf4j.";

  private final PluginDescriptors descriptors;
  private final PluginContent content;
  private final FindingList findings = new FindingList();

  private RunnableCheck(PluginDescriptors descriptors, PluginContent content) {
    this.descriptors = descriptors;
    this.content = content;
  }

  /**
   * Looks at one plugin.
   *
   * @return problems where it cannot run, notices where it may not: {@code NOT_RUNNABLE}, with what
   *     to do
   */
  public static List<Finding> check(PluginDescriptors descriptors, PluginContent content) {
    if (descriptors.fields().isEmpty()) {
      // The host's own folder, or an app that PF4J never runs.
      return List.of();
    }
    RunnableCheck check = new RunnableCheck(descriptors, content);
    DescriptorTexts.check(descriptors).forEach(check.findings::add);
    check.checkClass();
    check.checkSignatures();
    check.checkNestedJars();
    return check.findings.toList();
  }

  private void checkClass() {
    String name = descriptors.pluginClass();
    if (name.isEmpty()
        || name.startsWith(PF4J)
        || DescriptorTexts.isUnfilled(name)
        || content.isLoadable(name)) {
      return;
    }
    Optional<String> place = content.placeOf(name);
    Finding finding =
        finding(
            "PF4J is to start the class '"
                + name
                + "', which is not in "
                + (content.isJar() ? "the jar" : "classes/ or a jar of lib/")
                + place.map(where -> "; it is " + where).orElse("")
                + ".",
            remedy(place));
    findings.add(descriptors.dependencies().isBlank() ? finding : ofDependency(finding));
  }

  /** PF4J asks the plugins it needs, too. */
  private static Finding ofDependency(Finding finding) {
    return finding(
            finding.detail() + " It runs only if a plugin it needs has that class.",
            finding.remedy(Audience.AUTHOR))
        .asNotice();
  }

  private String remedy(Optional<String> place) {
    if (place.isEmpty()) {
      return "Correct the class's name in the descriptor, or build the class into the plugin.";
    }
    if (place.get().contains("-INF/classes/")) {
      return "Ship the plain jar instead of the one that Spring Boot packed anew: PF4J looks for"
          + " classes at the jar's root.";
    }
    return content.isJar()
        ? "Pack the classes at the jar's root, in the folders of their packages."
        : "Put compiled classes below classes/, and jars into lib/.";
  }

  private void checkSignatures() {
    content.jars().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(jar -> JarSignature.of(jar.getValue()) == JarSignature.BROKEN)
        .forEach(
            jar ->
                findings.add(
                    at(
                        content.isJar() ? "META-INF" : jar.getKey().value(),
                        "The jar has jarsigner's signature of another jar (META-INF/*.SF), as is left"
                            + " when jars are merged or changed: a SecurityException is thrown"
                            + " instead of loading its classes.",
                        "Leave META-INF/*.SF, *.RSA, *.DSA and *.EC out when jars are merged, as by"
                            + " a filter of maven-shade-plugin.")));
  }

  private void checkNestedJars() {
    if (!content.isJar()) {
      return;
    }
    List<String> jars = new ArrayList<>();
    for (EntryPath path : content.files()) {
      if (ClassPathRule.appliesTo(path)
          && JARS_OF_A_JAR.stream().anyMatch(path.value()::startsWith)) {
        jars.add(path.value());
      }
    }
    if (!jars.isEmpty()) {
      findings.add(
          at(
                  jars.get(0),
                  Count.of(jars.size(), "jar")
                      + " within the jar: class loaders never look into these.",
                  "Ship a zip with the jars in lib/ and the classes in classes/, or merge them into"
                      + " one jar.")
              .asNotice());
    }
  }

  private static Finding at(String path, String detail, String forAuthor) {
    return Finding.at(Reason.NOT_RUNNABLE, path, detail).withRemedy(remedyOf(forAuthor));
  }

  static Finding finding(String detail, String forAuthor) {
    return Finding.of(Reason.NOT_RUNNABLE, detail).withRemedy(remedyOf(forAuthor));
  }

  private static Remedy remedyOf(String forAuthor) {
    return new Remedy(Reason.NOT_RUNNABLE.remedy().forAdministrator(), forAuthor);
  }
}
