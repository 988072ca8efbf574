package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.signet.conformance.pf4jsuite.SuiteOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * PF4J 3.15.0's own tests on our managers. Its compiled test classes are given from outside, by the
 * system property {@code signet.pf4j.tests}: a folder of them, and after it, separated as on a
 * class path, the libraries they need which our own tests do not.
 */
@Tag("conformance")
class Pf4jOwnSuiteTest {
  /** Where PF4J behaves differently on our managers, and why it has to. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "LoadPluginsTest.load",
          "expects the zip unpacked beside itself, and the plugin's path to be that folder",
          "LoadPluginsTest.deletePlugin",
          "expects the zip of the plugin that stays to be unpacked beside itself",
          "LoadPluginsTest.loadUnloadLoad",
          "asks for the plugin by the folder that its zip is unpacked to",
          "LoadPluginsTest.loadPluginWithSameIdDifferentPathFails",
          "expects PF4J's message to name the source; it names the sealed copy",
          "LoadPluginsFromMultipleRootsTest.load",
          "expects the zips unpacked beside themselves, and the plugins' paths to be those folders",
          "ZipPluginManagerTest.createPluginRepositoryReturnsCompoundPluginRepository",
          "expects the repository that one of the two overrides replaces");

  /** Libraries that only PF4J's tests of its annotation processor and finder need. */
  private static final Pattern LIBRARY_MISSING =
      Pattern.compile("(NoClassDefFoundError|ClassNotFoundException): (com[./]google|kotlin)[./]");

  @TempDir Path scratch;

  @Test
  void pf4jsOwnTests_passButForThoseThatNameTheUnsealedPath() throws Exception {
    String property = System.getProperty("signet.pf4j.tests", "");
    assumeFalse(
        property.isBlank(),
        "signet.pf4j.tests is not set: name the folder of PF4J's compiled test classes to run them");
    List<Path> paths = new ArrayList<>();
    for (String path : Pattern.compile(File.pathSeparator, Pattern.LITERAL).split(property, -1)) {
      if (!path.isEmpty()) {
        paths.add(Files.isDirectory(Path.of(path)) ? copied(Path.of(path)) : Path.of(path));
      }
    }
    Outcome outcome = new Outcome();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    String classPath = System.getProperty("java.class.path");
    try (Pf4jSuiteLoader loader = new Pf4jSuiteLoader(paths)) {
      thread.setContextClassLoader(loader);
      // Some tests look there for themselves.
      System.setProperty("java.class.path", classPathOf(paths) + File.pathSeparator + classPath);
      run(loader, paths, outcome);
      Object managers =
          loader.loadClass(SuiteOptions.class.getName()).getMethod("closeAll").invoke(null);
      assertThat(managers).as("managers of ours that were made").isNotEqualTo(0);
    } finally {
      thread.setContextClassLoader(before);
      System.setProperty("java.class.path", classPath);
    }

    assertThat(outcome.passed)
        .as("passed; for want of a library not run: %s", outcome.notRun)
        .isGreaterThan(200);
    assertThat(outcome.failed)
        .as("tests that fail on our managers, and why")
        .containsOnlyKeys(DIFFERENT.keySet());
  }

  /** Some tests write to the folder they lie in. */
  private Path copied(Path folder) throws IOException {
    Path copy = Files.createTempDirectory(scratch, "tests");
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(folder.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return copy;
  }

  private static String classPathOf(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void run(Pf4jSuiteLoader loader, List<Path> paths, Outcome outcome)
      throws IOException, ClassNotFoundException {
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (Path folder : paths) {
      if (Files.isDirectory(folder)) {
        for (String name : testClasses(folder)) {
          if (isComplete(loader, name, outcome)) {
            selectors.add(DiscoverySelectors.selectClass(loader.loadClass(name)));
          }
        }
      }
    }
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
    LauncherFactory.create().execute(request, outcome);
  }

  private static boolean isComplete(Pf4jSuiteLoader loader, String name, Outcome outcome)
      throws ClassNotFoundException {
    try {
      return loader.loadClass(name).getDeclaredMethods().length > 0;
    } catch (NoClassDefFoundError e) {
      outcome.notRun.add(name + " " + e.getMessage());
      return false;
    }
  }

  private static List<String> testClasses(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class"))
          .map(name -> name.replace(File.separatorChar, '.').replaceAll("\\.class$", ""))
          .sorted()
          .toList();
    }
  }

  /** What became of each test method. */
  private static final class Outcome implements TestExecutionListener {
    private final Map<String, String> failed = new TreeMap<>();
    private final List<String> notRun = new ArrayList<>();
    private int passed;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
        passed += test.isTest() ? 1 : 0;
        return;
      }
      String why = result.getThrowable().map(Outcome::chain).orElse("");
      if (LIBRARY_MISSING.matcher(why).find()) {
        notRun.add(name(test) + " " + why);
      } else {
        failed.put(name(test), why);
      }
    }

    private static String chain(Throwable failure) {
      StringJoiner text = new StringJoiner("; ");
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        text.add(cause.toString());
      }
      return text.toString();
    }

    private static String name(TestIdentifier test) {
      return test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(MethodSource.class::cast)
          .map(
              source ->
                  source.getClassName().replaceAll(".*\\.", "") + "." + source.getMethodName())
          .orElse(test.getDisplayName());
    }
  }
}
