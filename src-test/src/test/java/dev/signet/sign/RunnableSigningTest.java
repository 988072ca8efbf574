package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.JarSignature;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jarsigned;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be signed and never runs: the signer says so, and a check of it names it in words. */
class RunnableSigningTest {
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued LEAF = Certificates.leaf("alpha", CA).make();
  private static final byte[] CLASS = {(byte) 0xca, (byte) 0xfe};

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "p, classes/x/A.class, x.A",
    "p.zip, classes/x/A.class, x.A",
    "p.zip, classes/x/A$B.class, x.A$B",
    "p.zip, classes/A.class, A",
    "p.zip, classes/META-INF/versions/17/x/A.class, x.A",
    "p.zip, lib/code.jar!x/A.class, x.A",
    "p, lib/below/code.jar!x/A.class, x.A",
    "p.jar, x/A.class, x.A",
    "p.jar, META-INF/versions/17/x/A.class, x.A",
    "p.zip, classes/x/A.class, org.pf4j.Plugin",
    "p.zip, classes/x/A.class, ''",
    "p.jar, a.txt, ''"
  })
  void sign_whenPluginClassIsThere_hasNothingToSay(String bundle, String file, String name)
      throws Exception {
    Path plugin = plugin(bundle, Map.of("class", name), files(file));

    assertThat(signer().sign(plugin).notices()).isEmpty();
    assertThat(check(plugin).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "p, a.txt, x.A, build the class into the plugin",
    "p.zip, a.txt, x.A, build the class into the plugin",
    "p.jar, a.txt, x.A, build the class into the plugin",
    "p.zip, classes/x/A.class, x.a, build the class into the plugin",
    "p.zip, classes/x/A.class, x/A, below classes/",
    "p.zip, x/A.class, x.A, below classes/",
    "p.zip, libs/code.jar!x/A.class, x.A, jars into lib/",
    "p.jar, BOOT-INF/classes/x/A.class, x.A, Spring Boot",
    "p.jar, WEB-INF/classes/x/A.class, x.A, plain jar",
    "p.zip, BOOT-INF/classes/x/A.class, x.A, plain jar",
    "p.jar, classes/x/A.class, x.A, jar's root",
    "p.jar, lib/code.jar!x/A.class, x.A, build the class into the plugin"
  })
  void sign_whenPluginClassIsNotThere_refuses(
      String bundle, String file, String name, String remedy) throws Exception {
    Path plugin = plugin(bundle, Map.of("class", name), files(file));

    assertRefused(plugin, "'" + name + "'", remedy);
  }

  @Test
  void sign_whenADependencyMayHaveThePluginClass_onlyNotes() throws Exception {
    Path plugin =
        plugin("p.zip", Map.of("class", "x.A", "dependencies", "beta@>=1.0.0"), files("a.txt"));

    assertNoted(plugin, "x.A", "a plugin it needs");
  }

  @ParameterizedTest
  @CsvSource({
    "dependencies, 'beta@[1.0,2.0)', '>=1.0 & <2.0'",
    "dependencies, 'gamma, beta@1.0.RELEASE', 1.0.RELEASE",
    "requires, '[1.0,)', '>=1.0'",
    "description, 'The ${project.name}', filled it in",
    "provider, '${vendor}', filled it in",
    "license, '${x}', filled it in"
  })
  void sign_whenADescriptorIsOddButMayRun_notes(String field, String value, String said)
      throws Exception {
    for (String bundle : List.of("p.zip", "p.jar")) {
      assertNoted(plugin(bundle, Map.of(field, value), files("a.txt")), said);
    }
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1.0.0", "v2, 2.0.0", "1.0.0.1, three numbers"})
  void sign_whenItsVersionCannotBeRead_notesThatNoRangeCanHaveIt(String version, String said)
      throws Exception {
    Path plugin = plugin("p.zip", Map.of("version", version), files("a.txt"));

    assertThat(String.join("\n", signer().sign(plugin).notices())).contains(said, "range");
    assertThat(check(plugin).findings()).as("it runs").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "version, '${project.version}'",
    "version, '1.0.${build}'",
    "class, '${plugin.class}'",
    "dependencies, 'beta@${beta.version}'",
    "requires, '>=${host}'"
  })
  void sign_whenAPlaceholderDecides_refuses(String field, String value) throws Exception {
    for (String bundle : List.of("p.zip", "p.jar")) {
      assertRefused(plugin(bundle, Map.of(field, value), files("a.txt")), value, "filled it in");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lib/a.jar", "BOOT-INF/lib/a.jar", "WEB-INF/lib/A.JAR"})
  void sign_whenJarsLieInAJar_notes(String path) throws Exception {
    byte[] inner = Trees.archiveBytes(Map.of("x/A.class", CLASS));

    assertNoted(plugin("p.jar", Map.of(), Map.of(path, inner)), path, "never look");
    assertThat(signer().sign(plugin("q.zip", Map.of(), Map.of(path, inner))).notices()).isEmpty();
  }

  @Test
  void sign_whenAMergedJarKeptASignature_refuses() throws Exception {
    Map<String, byte[]> files = Jarsigned.signatureOf(jarsigned(temp.resolve("dependency.jar")));
    files.put("x/A.class", CLASS);

    assertRefused(plugin("p.jar", Map.of("class", "x.A"), files), "SecurityException", "shade");
    byte[] merged = Files.readAllBytes(temp.resolve("p.jar"));
    Path zip = plugin("p.zip", Map.of("class", "x.A"), Map.of("lib/code.jar", merged));
    assertRefused(zip, "lib/code.jar", "SecurityException");
  }

  @Test
  void sign_whenAJarIsJarsigned_saysWhatJarsignerWillSay() throws Exception {
    Path jar = plugin("p.jar", Map.of("class", "x.A"), files("x/A.class"));
    jarsigned(jar);

    assertThat(signer().sign(jar).notices())
        .singleElement()
        .asString()
        .contains("stays right", "-strict fails");
    assertThat(check(jar).isVerified()).isTrue();
    assertThat(JarSignature.of(jar)).as("as the notice says").isEqualTo(JarSignature.RIGHT);
  }

  @Test
  void check_whenNobodyVouchesForIt_doesNotSayWhetherItRuns() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", properties(Map.of("class", "x.Absent")));
    files.put(
        "signature.json", signer().signatureFile(plugin("sound.zip", Map.of(), files("a.txt"))));
    Path other = Trees.folder(temp.resolve("bare"), files);
    assertThat(check(other).isVerified()).as("other files than the signed").isFalse();
    assertThat(check(other).findings())
        .as("of what nobody vouches for, this does not matter")
        .extracting(Finding::reason)
        .doesNotContain(Reason.NOT_RUNNABLE);
  }

  private void assertRefused(Path plugin, String... said) throws Exception {
    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> signer().sign(plugin))
        .satisfies(
            e ->
                assertThat(e.objections())
                    .extracting(SigningObjection::code)
                    .contains(Reason.NOT_RUNNABLE.name()))
        .satisfies(e -> assertThat(e.getMessage()).contains(said));
  }

  private void assertNoted(Path plugin, String... said) throws Exception {
    assertThat(String.join("\n", signer().sign(plugin).notices())).contains(said);
    Verdict verdict = check(plugin);
    assertThat(verdict.isVerified()).isTrue();
    assertThat(verdict.findings())
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.NOT_RUNNABLE);
              assertThat(finding.isProblem()).isFalse();
              assertThat(finding.remedy(Audience.ADMINISTRATOR)).contains("Ask the author");
            });
  }

  private static Verdict check(Path plugin) {
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(CA.certificate(), AnchorProfile.STANDARD))
            .build();
    return new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC())
        .examine(plugin, Expectation.PLUGIN)
        .verdict();
  }

  private static BundleSigner signer() throws SigningException {
    return BundleSigner.builder(
            SigningIdentity.of(
                LEAF.keys().getPrivate(), LEAF.certificate(), List.of(CA.certificate())))
        .build();
  }

  /** A file, or by {@code a.jar!b} a jar of one. */
  private static Map<String, byte[]> files(String path) {
    int within = path.indexOf('!');
    return within < 0
        ? Map.of(path, CLASS)
        : Map.of(
            path.substring(0, within),
            Trees.archiveBytes(Map.of(path.substring(within + 1), CLASS)));
  }

  private Path plugin(String name, Map<String, String> fields, Map<String, byte[]> more) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (name.endsWith(".jar")) {
      files.put("META-INF/MANIFEST.MF", manifest(fields));
    } else {
      files.put("plugin.properties", properties(fields));
    }
    files.putAll(more);
    Path path = temp.resolve(name);
    return name.contains(".") ? Trees.archive(path, files) : Trees.folder(path, files);
  }

  private static Map<String, String> fields(Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("id", "alpha", "version", "1.0.0"));
    all.putAll(fields);
    return all;
  }

  private static byte[] properties(Map<String, String> fields) {
    StringBuilder text = new StringBuilder();
    fields(fields).forEach((name, value) -> text.append("plugin." + name + "=" + value + "\n"));
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] manifest(Map<String, String> fields) {
    return Trees.manifest(
        fields(fields).entrySet().stream()
            .flatMap(
                field ->
                    List.of(
                        "Plugin-"
                            + field.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                            + field.getKey().substring(1),
                        field.getValue())
                        .stream())
            .toArray(String[]::new));
  }

  /** Signs as the tool jarsigner does, in place. */
  private static Path jarsigned(Path jar) throws Exception {
    if (Files.notExists(jar)) {
      Trees.archive(
          jar, Map.of("META-INF/MANIFEST.MF", Trees.manifest("By", "others"), "y/B.class", CLASS));
    }
    return Jarsigned.sign(jar, LEAF);
  }
}
