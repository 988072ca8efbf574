package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.CheckReport;
import dev.signet.report.CheckedBundle;
import dev.signet.report.TextStyle;
import dev.signet.testkit.ReaderJar;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Audience;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckGoalTest {
  @TempDir private static Path temp;
  private static MavenAuthor author;
  private static Path modified;
  private static MavenKit.Log log;

  @BeforeAll
  static void build() throws Exception {
    author = MavenAuthor.in(temp.resolve("keys"));
    Cases cases = new Cases(new MavenKit(temp), temp);
    String trust = author.trust();
    modified = cases.add("modified", "check", trust).resolve("hello");
    author.sign(modified);
    Trees.write(modified.resolve("classes/a.txt"), "other".getBytes(UTF_8));
    author.sign(cases.add("expected-id", "check", trust + "<id>other</id>").resolve("hello"));
    cases.add("unsigned", "check", trust + "<channel>nightly</channel>");
    cases.add("tolerated", "check", trust + "<failOn>never</failOn>");
    addLists(cases);
    Path several =
        cases.add("several", List.of("check"), trust, List.of("good", "unsigned", "bad.zip"));
    author.sign(Trees.folder(several.resolve("good"), Cases.files()));
    Trees.folder(several.resolve("unsigned"), Cases.files());
    Trees.write(several.resolve("bad.zip"), "no zip".getBytes(UTF_8));
    cases.add("no-trust", "check", "");
    cases.add("missing-trust", "check", "<trust><file>none.crt</file></trust>");
    cases.add("fail-on", "check", trust + "<failOn>sometimes</failOn>");
    cases.add("profile", "check", trust + "<profile>other</profile>");
    addCores(cases);
    addDescribed(cases);
    log = cases.run();
  }

  /** Plugins that say who they are in a file of the host's own. */
  private static void addDescribed(Cases cases) {
    String yaml = "<descriptor>plugin.yaml:yaml:id=name,version=release</descriptor>";
    byte[] described = "name: hello\nrelease: 1.2.0\n".getBytes(UTF_8);
    describe(cases, "yaml", yaml, Map.of("plugin.yaml", described));
    describe(cases, "yaml-unclear", yaml, Map.of("plugin.yaml", "name: hello\n".getBytes(UTF_8)));
    String own = "<descriptor>" + ReaderJar.READER + "</descriptor>";
    Map<String, byte[]> who = Map.of("who.txt", "hello 1.3.0".getBytes(UTF_8));
    describe(cases, "own-reader", own, who);
    String dependency = MavenKit.stranger("reader", ReaderJar::at);
    cases.extend("own-reader", "<dependencies>" + dependency + "</dependencies>");
    describe(cases, "own-reader-missing", own, who);
  }

  private static void describe(
      Cases cases, String name, String descriptor, Map<String, byte[]> files) {
    List<String> goals = name.contains("-unclear") ? List.of("check") : List.of("sign", "check");
    String all = author.key("hello") + author.trust() + descriptor;
    String configuration = goals.size() == 2 ? all : author.trust() + descriptor;
    Path module = cases.add(name, goals, configuration, List.of("hello"));
    Trees.folder(module.resolve("hello"), files);
  }

  @ParameterizedTest
  @CsvSource({"yaml, 1.2.0", "own-reader, 1.3.0"})
  void check_whenHostsHaveTheirOwnDescriptor_readsIt(String module, String version) {
    assertThat(log.hasFailed(module)).as(log.of(module)).isFalse();
    assertThat(log.of(module)).contains("as 'hello'", "verified  hello " + version);
  }

  @Test
  void check_whenTheDescriptorIsUnclear_saysWhatItLacks() {
    assertThat(log.of("yaml-unclear"))
        .contains("DESCRIPTOR_MISMATCH", "plugin.yaml: It names no version");
    assertThat(log.hasFailed("yaml-unclear")).isTrue();
  }

  @Test
  void check_whenItsReaderIsNoDependency_namesItAndWhereOneIsLookedFor() {
    assertThat(log.failure("own-reader-missing"))
        .contains("<descriptor>: '" + ReaderJar.READER + "'", "META-INF/services/");
  }

  private static void addCores(Cases cases) throws Exception {
    String trust = author.trust() + "<profile>standard</profile><id>hello</id>";
    Map<String, String> apps =
        Map.of(
            "app-nextcloud", "<layout>nextcloud</layout>",
            "app-nextcloud-no", "<layout>nextcloud</layout><coreSignsApps>false</coreSignsApps>",
            "app-owncloud", "<layout>owncloud</layout>",
            "app-owncloud-yes", "<layout>owncloud</layout><coreSignsApps>true</coreSignsApps>");
    for (Map.Entry<String, String> app : apps.entrySet()) {
      author.signAppAsCore(
          cases.add(app.getKey(), "check", trust + app.getValue()).resolve("hello"));
    }
    String core = author.trust() + "<core>true</core>";
    Map<String, String> hosts =
        Map.of(
            "core-accused", core,
            "core-kept", core + kept("my-logs"),
            "core-kept-nowhere", core + kept("nowhere"),
            "core-kept-empty", core + "<keptInCore><place></place></keptInCore>",
            "kept-without-core", author.trust() + kept("my-logs"));
    for (Map.Entry<String, String> host : hosts.entrySet()) {
      Path folder = cases.add(host.getKey(), "check", host.getValue()).resolve("hello");
      author.signAsCore(folder);
      Trees.write(folder.resolve("my-logs/a.log"), new byte[1]);
    }
    Path signed =
        cases
            .add(
                "core-signed",
                List.of("sign", "check"),
                core + kept("my-logs") + author.key("core"),
                List.of("host"))
            .resolve("host");
    Trees.folder(signed, Cases.files());
    Trees.write(signed.resolve("my-logs/.git/a"), new byte[1]);
  }

  private static String kept(String place) {
    return "<keptInCore><place>" + place + "</place></keptInCore>";
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-nextcloud", "app-owncloud-yes", "core-kept", "core-signed"})
  void check_whenTheCoreSignedIt_passesAsTheLayoutOrTheAuthorSays(String module) {
    assertThat(log.hasFailed(module)).as(log.of(module)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app-nextcloud-no", "app-owncloud"})
  void check_whenTheCoreMayNotSignIt_namesTheParameter(String module) {
    assertThat(log.hasFailed(module)).isTrue();
    assertThat(log.of(module)).contains("SCOPE_MISMATCH", "<coreSignsApps>");
  }

  @Test
  void check_whenAHostHoldsMore_failsAndSpeaksOfTheHost() {
    assertThat(log.failure("core-accused")).contains("my-logs/a.log", "<keptInCore>");
    assertThat(log.of("core-accused"))
        .contains("the host  runs all the same, with a warning", "EXTRA_FILE")
        .doesNotContain("on stable", "refused");
  }

  /** Of a revocation list that is out of date a host gives notice; of a revoked key, more. */
  private static void addLists(Cases cases) throws Exception {
    String stale = author.trust() + "<crl><file>" + author.staleList() + "</file></crl>";
    author.sign(cases.add("noticed", "check", stale).resolve("hello"));
    author.sign(
        cases.add("fails-on-notice", "check", stale + "<failOn>notice</failOn>").resolve("hello"));
    String revoking = author.trust() + "<crl><file>" + author.revokingList() + "</file></crl>";
    author.sign(cases.add("revoked", "check", revoking).resolve("hello"));
  }

  @Test
  void check_whenAFileWasChanged_failsAndPrintsWhatTheCommandPrints() throws Exception {
    CheckReport report =
        new CheckReport(
            new TextStyle(false),
            EnforcementRules.of(ReleaseChannel.STABLE),
            EnumSet.of(Audience.AUTHOR));
    List<String> lines = report.lines(new CheckedBundle(modified, author.verdict(modified)));

    assertThat(log.hasFailed("modified")).isTrue();
    assertThat(log.of("modified").lines()).containsAll(lines);
    assertThat(lines).anyMatch(line -> line.contains("INVALID_HASH"));
    assertThat(log.failure("modified")).contains(modified.toString(), "classes/a.txt");
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned, MISSING_SIGNATURE",
    "expected-id, DESCRIPTOR_MISMATCH",
    "revoked, REVOKED",
    "fails-on-notice, REVOCATION_UNAVAILABLE"
  })
  void check_whenItFails_printsTheCode(String module, String code) {
    assertThat(log.hasFailed(module)).isTrue();
    assertThat(log.of(module)).contains(code);
  }

  @Test
  void check_whenAChannelIsNamed_tellsItsDecisionAndGoesByStable() {
    assertThat(log.of("unsigned"))
        .contains(
            "on stable  refused by authenticity",
            "admitted with a warning about authenticity (channel 'nightly')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tolerated", "noticed"})
  void check_whenItNeedNotFail_printsAllTheSame(String module) {
    assertThat(log.hasFailed(module)).isFalse();
    assertThat(log.of(module)).contains("on stable  ", "elsewhere  ");
  }

  @Test
  void check_whenThereAreSeveral_checksThemAll() {
    assertThat(log.of("several")).contains("verified  hello", "unsigned  hello", "bad.zip");
    assertThat(log.failure("several"))
        .contains("several/unsigned: ", "several/bad.zip: ")
        .doesNotContain("several/good");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "core-kept-nowhere, <keptInCore>: there is no, name a folder or file inside",
        "core-kept-empty, <keptInCore>: an entry is empty, name a file or folder",
        "kept-without-core, <keptInCore> is for a host's own folder, set <core>",
        "no-trust, <trust> is missing, name the certificate",
        "missing-trust, none.crt, correct the path",
        "fail-on, <failOn>: 'sometimes', \"refusal, notice, never\"",
        "profile, <profile>: 'other', \"standard, nextcloud\""
      })
  void check_whenItCannot_namesWhatAndRemedy(String module, String what, String remedy) {
    assertThat(log.failure(module)).contains(what, remedy).doesNotContain("Exception");
  }
}
