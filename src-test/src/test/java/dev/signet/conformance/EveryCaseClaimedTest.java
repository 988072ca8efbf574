package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.conformance.Conformance.OwncloudCase;
import dev.signet.conformance.Differences.Difference;
import dev.signet.conformance.Differences.Suite;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No recorded case is forgotten: each one is fed to a parameterised test of this package. And no
 * listed difference is about a case that does not exist.
 */
@Tag("conformance")
class EveryCaseClaimedTest {
  @Test
  void owncloudVerifierCases_whenCounted_areAllReplayed() throws Exception {
    List<OwncloudCase> all = Conformance.owncloudCases(operations());

    assertThat(all).hasSize(132).doesNotHaveDuplicates();
    assertThat(claimed(OwncloudCase.class)).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void checkerCases_whenCounted_areAllReplayed() throws Exception {
    List<CheckerCase> all = new ArrayList<>(CheckerCase.Origin.NEXTCLOUD.cases(""));
    all.addAll(CheckerCase.Origin.OWNCLOUD.cases(""));

    assertThat(Set.copyOf(claimed(CheckerCase.class)))
        .hasSize(21 + 23)
        .containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void realFiles_whenCounted_areAllReplayedUnderBothRoots() throws Exception {
    Path data = Conformance.folder().resolve("signatures");
    Set<String> claimed = new HashSet<>();
    claimed(RealVerdictsTest.RealFile.class).forEach(file -> claimed.add(file.row().get("file")));

    try (Stream<Path> files = Files.list(data)) {
      assertThat(claimed)
          .hasSize(60)
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> Objects.toString(file.getFileName())).toList());
    }
  }

  @Test
  void differences_whenListed_areOfCasesThatExistAndAreListedOnce() {
    assertThat(names(Suite.NEXTCLOUD_CHECKER)).isSubsetOf(tests(CheckerCase.Origin.NEXTCLOUD));
    assertThat(names(Suite.OWNCLOUD_CHECKER)).isSubsetOf(tests(CheckerCase.Origin.OWNCLOUD));
    assertThat(names(Suite.OWNCLOUD_VERIFIER))
        .isSubsetOf(
            Conformance.owncloudCases(operations()).stream().map(OwncloudCase::test).toList());
    assertThat(names(Suite.REAL_SIGNATURES))
        .isSubsetOf(
            RealVerdictsTest.files().stream().map(RealVerdictsTest.RealFile::name).toList());
    assertThat(names(Suite.PHP_MAPS))
        .isSubsetOf(Conformance.phpMaps().stream().map(Conformance.PhpMap::id).toList());
    for (Suite suite : Suite.values()) {
      assertThat(names(suite)).doesNotHaveDuplicates();
    }
  }

  private static List<String> names(Suite suite) {
    return Differences.of(suite).map(Difference::name).toList();
  }

  private static List<String> tests(CheckerCase.Origin origin) {
    return origin.cases("").stream().map(CheckerCase::test).toList();
  }

  private static Set<String> operations() {
    Set<String> operations = new HashSet<>();
    String text = new String(Conformance.bytes("owncloud/cases.json"), StandardCharsets.UTF_8);
    Conformance.json(text).get("cases").forEach(one -> operations.add(one.get("op").textValue()));
    return operations;
  }

  /** Returns what the parameterised tests of this package are given, as far as of this type. */
  private static <T> List<T> claimed(Class<T> type) throws Exception {
    List<T> claimed = new ArrayList<>();
    for (Class<?> test : testClasses()) {
      Set<String> sources = new HashSet<>();
      for (Method method : test.getDeclaredMethods()) {
        if (method.isAnnotationPresent(ParameterizedTest.class)) {
          sources.addAll(List.of(method.getAnnotation(MethodSource.class).value()));
        }
      }
      for (String source : sources) {
        Method method = test.getDeclaredMethod(source);
        method.setAccessible(true);
        for (Object argument : (List<?>) method.invoke(null)) {
          if (type.isInstance(argument)) {
            claimed.add(type.cast(argument));
          }
        }
      }
    }
    return claimed;
  }

  private static List<Class<?>> testClasses() throws IOException, URISyntaxException {
    Class<?> self = EveryCaseClaimedTest.class;
    String folder = self.getPackageName().replace('.', '/');
    Path classes =
        Path.of(self.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve(folder);
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.sorted().toList()) {
        String name = Objects.toString(file.getFileName());
        if (name.endsWith("Test.class")) {
          String simple = name.substring(0, name.length() - ".class".length());
          try {
            found.add(Class.forName(self.getPackageName() + "." + simple));
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return found;
  }
}
