package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Failures;
import dev.signet.bundle.FindingList;
import dev.signet.bundle.archive.NestedJar;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.regex.Pattern;

/**
 * Finds jars that would put code from outside the bundle on the class path: {@code Class-Path} in a
 * manifest, {@code META-INF/INDEX.LIST} (JAR File Specification).
 *
 * <p>A class loader resolves each name against the jar's own place and goes there, also to absolute
 * paths and other hosts, and on to what the jars there name. So each name must consist of {@code
 * A-Z a-z 0-9 . _ / + -}, not start with a slash, resolve to a place inside the bundle, and be that
 * of a folder or of a {@code .jar}, which is then checked itself. Whether anything is there does
 * not matter: what is not in the bundle is not in its sealed copy.
 */
@Internal
public final class ClassPathRule {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._+-][A-Za-z0-9._/+-]*");

  private ClassPathRule() {}

  /** Returns whether a file of a bundle is one that {@link #check} must look into. */
  public static boolean appliesTo(EntryPath path) {
    return isJar(path.value());
  }

  /**
   * Looks into one jar.
   *
   * <p>A file that is no jar to the JDK puts nothing on the class path, since class loaders skip it
   * in silence: that is only worth a notice.
   *
   * @param jar the bytes to look into: a private copy that no longer changes
   * @param jarPath its path in the bundle; for a single-jar bundle just its file name
   * @return findings at the jar's path: {@code CLASS_PATH_ESCAPE}; {@code MALFORMED_ARCHIVE} when
   *     its manifest or index is there several times, or a notice when it is no jar; {@code
   *     LIMIT_EXCEEDED} when it is too large to be looked into; {@code IO_ERROR}
   */
  public static List<Finding> check(Path jar, EntryPath jarPath) {
    FindingList findings = new FindingList();
    try {
      NestedJar content = NestedJar.read(jar, jarPath);
      if (content.manifest().isPresent()) {
        checkManifest(content.manifest().get().bytes(), jarPath, findings);
      }
      if (content.index().isPresent()) {
        checkIndex(content.index().get().text(), jarPath, findings);
      }
    } catch (BundleException e) {
      findings.add(e.finding());
    } catch (IOException e) {
      findings.add(Failures.reading(jarPath.value(), e).finding());
    }
    return findings.toList();
  }

  private static void checkManifest(byte[] manifest, EntryPath jarPath, FindingList findings) {
    Attributes attributes;
    try {
      attributes = MainAttributes.read(manifest);
    } catch (IOException e) {
      findings.add(
          Reason.MALFORMED_ARCHIVE,
          jarPath.value(),
          "The jar's manifest cannot be read: " + Failures.sentence(e));
      return;
    }
    String classPath = attributes.getValue(Attributes.Name.CLASS_PATH);
    if (classPath != null) {
      // The JDK's own way to take the value apart.
      StringTokenizer names = new StringTokenizer(classPath);
      while (names.hasMoreTokens()) {
        check(names.nextToken(), "Class-Path", jarPath, findings);
      }
    }
  }

  private static void checkIndex(String index, EntryPath jarPath, FindingList findings) {
    index
        .lines()
        .filter(ClassPathRule::isJar)
        .forEach(line -> check(line, "INDEX.LIST", jarPath, findings));
  }

  private static void check(String name, String from, EntryPath jarPath, FindingList findings) {
    if (!PLAIN.matcher(name).matches() || !staysInside(name, jarPath)) {
      findings.add(
          Reason.CLASS_PATH_ESCAPE,
          jarPath.value(),
          "The jar's " + from + " names '" + name + "', which is or may be outside the bundle.");
    } else if (!isJar(name) && !isFolder(name)) {
      findings.add(
          Reason.CLASS_PATH_ESCAPE,
          jarPath.value(),
          "The jar's " + from + " names '" + name + "', which is neither a jar nor a folder.");
    }
  }

  /** Resolves the name as a URL is resolved, by its text alone. */
  private static boolean staysInside(String name, EntryPath jarPath) {
    int depth = jarPath.depth() - 1;
    for (String segment : name.split("/", -1)) {
      if (segment.equals("..")) {
        depth--;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        depth++;
      }
      if (depth < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isJar(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private static boolean isFolder(String name) {
    return name.endsWith("/")
        || name.equals(".")
        || name.equals("..")
        || name.endsWith("/.")
        || name.endsWith("/..");
  }
}
