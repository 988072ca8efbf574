package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.Enforcement;
import dev.signet.policy.ReleaseChannel;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody vouches for a plugin in whose signature's place lies something else, whatever that is: a
 * host that enforces authenticity, and puts up with changed files, still refuses it.
 */
class NoSignatureAttackTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** What lies there. */
  private enum Instead {
    NOTHING,
    EMPTY_FILE,
    HUGE_FILE,
    JSON_OF_NOTHING,
    FOLDER,
    FOLDER_WITH_A_FILE,
    LINK_TO_A_SIGNATURE,
    LINK_TO_NOWHERE,
    OTHER_CASE
  }

  private Path plugin(Instead instead) throws Exception {
    Path plugin = PluginKit.plugin("clock", "1.0.0").folder(host.plugins());
    Path signature = plugin.resolve("signature.json");
    byte[] right = host.signed("clock", "1.0.0").folderFiles().get("signature.json");
    switch (instead) {
      case NOTHING -> {}
      case EMPTY_FILE -> Files.createFile(signature);
      case HUGE_FILE -> Files.write(signature, " ".repeat(1 << 20).getBytes(UTF_8));
      case JSON_OF_NOTHING -> Files.write(signature, "{}".getBytes(UTF_8));
      case FOLDER -> Files.createDirectory(signature);
      case FOLDER_WITH_A_FILE -> Trees.folder(signature, Map.of("a", right));
      case LINK_TO_A_SIGNATURE ->
          Files.createSymbolicLink(signature, Files.write(folder.resolve("s.json"), right));
      case LINK_TO_NOWHERE -> Files.createSymbolicLink(signature, folder.resolve("none"));
      case OTHER_CASE -> Files.write(plugin.resolve("Signature.json"), right);
    }
    return plugin;
  }

  private Decision start(VerifyingPluginManager.Builder builder, Path plugin) {
    try (VerifyingPluginManager manager = builder.build()) {
      manager.loadPlugins();
      Decision decision = decision(manager, plugin);
      assertThat(ids(manager)).hasSize(decision.isAdmitted() ? 1 : 0);
      return decision;
    }
  }

  private VerifyingPluginManager.Builder builder(Enforcement integrity) {
    return host.builder()
        .channel(new ReleaseChannel("beta"))
        .limits(Limits.DEFAULT.toBuilder().signatureFileBytes(1 << 16).build())
        .enforcement(Dimension.INTEGRITY, integrity)
        .enforcement(Dimension.AUTHENTICITY, Enforcement.ENFORCE);
  }

  @ParameterizedTest
  @EnumSource
  void folder_whenOnlyAuthenticityIsEnforced_isRefused(Instead instead) throws Exception {
    Path plugin = plugin(instead);

    for (Enforcement integrity : Enforcement.values()) {
      Decision decision = start(builder(integrity), plugin);
      assertThat(decision.isAdmitted()).as(integrity + " " + reasons(decision)).isFalse();
    }
  }

  /** In an archive two names may differ in case alone, or be there twice. */
  @ParameterizedTest
  @CsvSource({"Signature.json", "signature.json/", "signature.json/a", "./signature.json"})
  void archive_whenOnlyAuthenticityIsEnforced_isRefused(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>(host.signed("clock", "1.0.0").folderFiles());
    byte[] right = files.remove("signature.json");
    files.put(name, name.endsWith("/") ? new byte[0] : right);
    Path plugin = Trees.archive(host.plugins().resolve("clock.zip"), files);

    for (Enforcement integrity : Enforcement.values()) {
      Decision decision = start(builder(integrity), plugin);
      assertThat(decision.isAdmitted()).as(integrity + " " + reasons(decision)).isFalse();
    }
  }

  /** Whoever changes a file need not even have a certificate then. */
  @ParameterizedTest
  @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----"})
  void change_whenTheCertificateCannotBeRead_isRefused(String pem) {
    Map<String, byte[]> files = new LinkedHashMap<>(host.signed("clock", "1.0.0").folderFiles());
    String signature = new String(files.get("signature.json"), UTF_8);
    String certificate = signature.replaceFirst("(?s).*\"leaf\":\"([^\"]*)\".*", "$1");
    files.put("signature.json", signature.replace(certificate, pem).getBytes(UTF_8));
    files.put("classes/new.txt", "new".getBytes(UTF_8));
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files);

    for (Enforcement authenticity : Enforcement.values()) {
      Decision decision =
          start(
              host.builder()
                  .channel(new ReleaseChannel("beta"))
                  .enforcement(Dimension.INTEGRITY, Enforcement.ENFORCE)
                  .enforcement(Dimension.AUTHENTICITY, authenticity),
              plugin);
      assertThat(decision.isAdmitted()).as(authenticity + " " + reasons(decision)).isFalse();
    }
  }
}
