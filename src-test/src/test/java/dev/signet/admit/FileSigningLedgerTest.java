package dev.signet.admit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.SigningLedgerContract;
import dev.signet.policy.VersionOrder;
import dev.signet.testkit.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSigningLedgerTest extends SigningLedgerContract {
  private final Path temp;
  private final Path state;
  private FileSigningLedger ledger;

  FileSigningLedgerTest(@TempDir Path temp) {
    this.temp = temp;
    this.state = temp.resolve("state");
    this.ledger = open(state);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Override
  protected SigningLedger ledger() {
    return ledger;
  }

  @Test
  void everything_whenReopened_isRemembered() throws LedgerException {
    record(ledger, "clock", "1.0.0", MONDAY);
    record(ledger, "\u00e9\ud83d\ude00", "2.0.0-\u202e\"\\\u0001", TUESDAY);
    List<LedgerEntry> before = ledger.entries();

    restart();

    assertThat(ledger.entries()).isEqualTo(before).hasSize(2);
    assertThat(ledger.latestInstant()).contains(TUESDAY);
    ledger.forget("clock");
    restart();
    assertThat(ledger.entries()).hasSize(1);
  }

  @Test
  void file_isForPeopleToReadAndForItsOwnerOnly() throws Exception {
    record(ledger, "clock", "1.2.0", MONDAY);

    assertThat(Files.readString(state.resolve("ledger.json"), UTF_8))
        .contains(
            "\"version\" : 2",
            "\"latestInstant\" : \"2026-01-05T08:00:00Z\"",
            "\"id\" : \"clock\"",
            "\"firstVersion\" : \"1.2.0\"",
            "\"firstAt\" : \"2026-01-05T08:00:00Z\"",
            "\"highestVersion\" : \"1.2.0\"",
            "\"keyId\" : \"" + KEY + "\"",
            "\"keys\" : [ \"" + KEY + "\" ]",
            "\"1.2.0\" : \"" + FILES + "\"");
    try (Stream<Path> files = Files.list(state)) {
      List<Path> all = files.toList();
      assertThat(all)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("ledger.json", "ledger.parsed", "instance", "ledger.lock");
    }
    for (String name : List.of("ledger.json", "ledger.parsed", "instance")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  /** As it was written before keys and releases were remembered, each line of it. */
  private static final String VERSION_1 =
      """
      {
        "version" : 1,
        "instance" : "%s",
        "latestInstant" : "2026-01-05T08:00:00Z",
        "plugins" : [ {
          "id" : "clock",
          "firstVersion" : "1.0.0",
          "firstAt" : "2026-01-05T08:00:00Z",
          "highestVersion" : "1.2.0",
          "keyId" : "%s",
          "lastAt" : "2026-01-05T08:00:00Z"
        } ],
        "sha512" : "%s"
      }
      """;

  private void putVersion1() throws Exception {
    ledger.close();
    String instance = Files.readString(state.resolve("instance"), UTF_8).strip();
    StringBuilder meant = new StringBuilder();
    for (String text :
        List.of(
            "1",
            instance,
            MONDAY.toString(),
            "clock",
            "1.0.0",
            MONDAY.toString(),
            "1.2.0",
            KEY,
            MONDAY.toString())) {
      meant.append(text.length()).append(':').append(text);
    }
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(meant.toString().getBytes(UTF_8));
    Files.writeString(
        state.resolve("ledger.json"),
        VERSION_1.formatted(instance, KEY, HexFormat.of().formatHex(digest)),
        UTF_8);
  }

  @Test
  void ledgerOfAnOlderForm_isReadWithTheKeyItHasAndWrittenInTheNewOne() throws Exception {
    putVersion1();
    for (int start = 0; start < 2; start++) {
      ledger = open(state);
      assertThat(ledger.find("clock"))
          .contains(new LedgerEntry("clock", "1.0.0", MONDAY, "1.2.0", KEY, MONDAY));
      ledger.close();
    }

    ledger = open(state);
    record(ledger, "clock", "1.2.0", MONDAY);
    assertThat(state.resolve("ledger.json")).content().contains("\"version\" : 2", FILES);
    restart();

    LedgerEntry entry = ledger.find("clock").orElseThrow();
    assertThat(entry.keys()).containsExactly(KEY);
    assertThat(entry.releases()).containsExactly(Map.entry("1.2.0", FILES));
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.0,0.2.0",
    "'\"lastAt\" : \"2026-01-05T08:00:00Z\"','\"lastAt\" : \"2026-01-05T08:00:00Z\", \"keys\" :"
        + " []'",
    "'\"version\" : 1','\"version\" : 2'",
    "ab,cd"
  })
  void ledgerOfAnOlderForm_whenEdited_isTold(String part, String replacement) throws Exception {
    putVersion1();
    Path file = state.resolve("ledger.json");
    String text = Files.readString(file, UTF_8);
    assertThat(text).contains(part);
    Files.writeString(file, text.replace(part, replacement), UTF_8);
    ledger = open(state);

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> ledger.find("clock"))
        .withMessageContaining("is damaged");
  }

  @Test
  void confirmedRelease_whenReopenedWithAndWithoutTheTwin_isRemembered() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    ledger.confirm(
        new SignedRelease("clock", "1.0.0", OTHER_KEY, OTHER_FILES), VersionOrder.semantic());
    LedgerEntry before = ledger.find("clock").orElseThrow();

    restart();
    assertThat(ledger.find("clock")).contains(before);
    ledger.close();
    Files.delete(state.resolve("ledger.parsed"));
    ledger = open(state);

    assertThat(ledger.find("clock")).contains(before);
    assertThat(before.keys()).containsExactly(KEY, OTHER_KEY);
    assertThat(before.releases()).containsExactly(Map.entry("1.0.0", OTHER_FILES));
  }

  @Test
  void confirmation_whenItCannotBeWritten_changesNothing() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    List<LedgerEntry> before = ledger.entries();
    Files.delete(state.resolve("ledger.json"));
    Files.createDirectories(state.resolve("ledger.json/in the way"));

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(
            () ->
                ledger.confirm(
                    new SignedRelease("clock", "1.0.0", OTHER_KEY, OTHER_FILES),
                    VersionOrder.semantic()));

    assertThat(ledger.entries()).isEqualTo(before);
  }

  @Test
  void confirmationOfWhatIsKnown_writesNothing() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    Object before = fileKey();

    assertThat(ledger.confirm(release("clock", "1.0.0"), VersionOrder.semantic())).isTrue();

    assertThat(fileKey()).isEqualTo(before);
  }

  @Test
  void sameReleases_whenRecordedAgain_writeNothingForAnHour() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    Object before = fileKey();

    for (int minutes = 0; minutes < 60; minutes += 10) {
      restart();
      record(ledger, "clock", "1.0.0", MONDAY.plus(Duration.ofMinutes(minutes)));
      record(ledger, "clock", "1.0.0", MONDAY.minus(Duration.ofDays(1)));
      ledger.record(List.of(), MONDAY, VersionOrder.semantic());
    }
    assertThat(fileKey()).isEqualTo(before);

    Instant hourLater = MONDAY.plus(Duration.ofHours(1));
    record(ledger, "clock", "1.0.0", hourLater);
    assertThat(fileKey()).isNotEqualTo(before);
    restart();
    assertThat(ledger.latestInstant()).contains(hourLater);
  }

  @Test
  void timeBetweenTwoWrites_isKnownWhileTheProcessLives() throws LedgerException {
    record(ledger, "clock", "1.0.0", MONDAY);
    Instant later = MONDAY.plus(Duration.ofMinutes(59));
    record(ledger, "clock", "1.0.0", later);

    assertThat(ledger.latestInstant()).contains(later);
  }

  @Test
  void change_whenItCannotBeWritten_isNoneAndSaysSo() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    Path kept = breakWriting();

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> record(ledger, "clock", "2.0.0", MONDAY))
        .withMessageContaining(state.toString())
        .withMessageContaining("could not be written");
    assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> ledger.forget("clock"));
    assertThat(ledger.find("clock"))
        .get()
        .extracting(LedgerEntry::highestVersion)
        .isEqualTo("1.0.0");

    repairWriting(kept);
    record(ledger, "clock", "2.0.0", MONDAY);
    restart();
    assertThat(ledger.find("clock"))
        .get()
        .extracting(LedgerEntry::highestVersion)
        .isEqualTo("2.0.0");
  }

  @Test
  void time_whenItCannotBeWritten_doesNotStopWhatIsKnownAlready() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    breakWriting();

    record(ledger, "clock", "1.0.0", TUESDAY);

    assertThat(ledger.latestInstant()).contains(TUESDAY);
  }

  @Test
  void ledger_whenItsTwinIsInAnyState_saysTheSame() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    record(ledger, "disk", "2.0.0", TUESDAY);
    List<LedgerEntry> entries = ledger.entries();
    Path twin = state.resolve("ledger.parsed");
    byte[] whole = Files.readAllBytes(twin);
    List<byte[]> twins = new ArrayList<>();
    for (int length = 0; length < whole.length; length += 7) {
      twins.add(Arrays.copyOf(whole, length));
      twins.add(Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
      byte[] damaged = whole.clone();
      damaged[length] ^= 1;
      twins.add(damaged);
    }
    for (byte[] content : twins) {
      ledger.close();
      Files.write(twin, content);
      ledger = open(state);
      assertThat(ledger.entries()).isEqualTo(entries);
      assertThat(ledger.latestInstant()).contains(TUESDAY);
      assertThat(twin).as("made anew").hasBinaryContent(whole);
    }
    ledger.close();
    Files.delete(twin);
    ledger = open(state);
    assertThat(ledger.entries()).isEqualTo(entries);
  }

  @Test
  void twin_whenItIsOfAnotherLedger_isNotBelieved() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    byte[] before = Files.readAllBytes(state.resolve("ledger.parsed"));
    record(ledger, "clock", "3.0.0", TUESDAY);
    List<LedgerEntry> entries = ledger.entries();
    try (FileSigningLedger another = open(temp.resolve("another"))) {
      record(another, "clock", "1.0.0", MONDAY);
    }
    for (byte[] foreign :
        List.of(before, Files.readAllBytes(temp.resolve("another/ledger.parsed")))) {
      ledger.close();
      Files.write(state.resolve("ledger.parsed"), foreign);
      ledger = open(state);
      assertThat(ledger.entries()).isEqualTo(entries);
    }
  }

  @Test
  void ledger_whenEditedBesideItsTwin_isDamaged() throws Exception {
    record(ledger, "clock", "2.0.0", MONDAY);
    ledger.close();
    Path file = state.resolve("ledger.json");
    FileTime times = Files.getLastModifiedTime(file);
    String json = Files.readString(file, UTF_8);
    Files.writeString(file, json.replace("2.0.0", "1.0.0"), UTF_8);
    Files.setLastModifiedTime(file, times);
    ledger = open(state);
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::entries)
        .withMessageContaining("its content was changed");
  }

  @Test
  void twin_whenOthersCanWriteIt_makesTheLedgerUnavailable() throws Exception {
    record(ledger, "clock", "2.0.0", MONDAY);
    ledger.close();
    Files.setPosixFilePermissions(
        state.resolve("ledger.parsed"), PosixFilePermissions.fromString("rw-rw-rw-"));
    ledger = open(state);
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(ledger::entries)
        .withMessageContaining("ledger.parsed");
  }

  @Test
  void reset_keepsWhatWasThereAside() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    byte[] first = Files.readAllBytes(state.resolve("ledger.json"));
    ledger.reset();
    record(ledger, "disk", "1.0.0", MONDAY);
    ledger.reset();
    restart();

    assertThat(ledger.entries()).isEmpty();
    assertThat(state.resolve("ledger-before-reset-1.json")).hasBinaryContent(first);
    assertThat(state.resolve("ledger-before-reset-2.json")).content().contains("disk");
  }

  @Test
  void leftoversOfAKill_whenReopened_areDeletedAndNothingElse() throws IOException {
    ledger.close();
    Files.writeString(state.resolve(".signet-ledger.json-123.json"), "{");
    Files.writeString(state.resolve(".signet-instance-456"), "");
    Files.writeString(state.resolve(".signet-ledger.parsed-7.parsed"), "");
    Files.writeString(state.resolve(".signet-index.json-789.json"), "not ours");

    ledger = open(state);

    try (Stream<Path> files = Files.list(state)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(".")))
          .containsExactly(state.resolve(".signet-index.json-789.json"));
    }
  }

  @Test
  void ledger_whenOpen_cannotBeOpenedAgainAndKeepsItsLock() throws Exception {
    assertThatIllegalStateException()
        .isThrownBy(() -> open(state))
        .withMessageContaining(state.toString())
        .withMessageContaining("in use");
    assertThat(canBeOpenedByAnotherProcess()).isFalse();

    ledger.close();

    assertThat(canBeOpenedByAnotherProcess()).isTrue();
  }

  @Test
  void ledgerAndStore_shareTheStateDirectory() {
    try (SealedStore store = SealedStore.open(state, List.of())) {
      assertThat(store.holds(state)).isFalse();
      assertThatIllegalStateException().isThrownBy(() -> open(state));
    }
  }

  @Test
  void ledger_whenClosed_refusesToAnswer() {
    ledger.close();
    ledger.close();

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> ledger.find("clock"))
        .withMessageContaining("closed");
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> record(ledger, "clock", "1", MONDAY));
    assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> ledger.reset());
  }

  @Test
  void ledger_whenItGrowsTooLargeToReadBack_isNotWritten() throws Exception {
    List<SignedRelease> many = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      many.add(new SignedRelease("p" + i, "1." + "0".repeat(900), KEY, ""));
    }
    Object before = fileKey();

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> ledger.record(many, MONDAY, VersionOrder.semantic()))
        .withMessageContaining("bytes allowed");

    assertThat(fileKey()).isEqualTo(before);
    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void folder_whenInsideAPluginsRootOrWritableByOthers_isRefused() throws IOException {
    Path root = Files.createDirectory(temp.resolve("plugins"));
    assertThatIllegalStateException()
        .isThrownBy(() -> FileSigningLedger.open(root.resolve("state"), List.of(root)))
        .withMessageContaining("inside the plugins root");
    Path open = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatIllegalStateException()
        .isThrownBy(() -> open(open))
        .withMessageContaining("others can write");
  }

  private static FileSigningLedger open(Path folder) {
    return FileSigningLedger.open(folder, List.of());
  }

  private void restart() {
    ledger.close();
    ledger = open(state);
  }

  private Object fileKey() throws IOException {
    return Files.getAttribute(state.resolve("ledger.json"), "unix:ctime");
  }

  /** A folder with something in it cannot be replaced by a file, not even by root. */
  private Path breakWriting() throws IOException {
    Path kept = Files.move(state.resolve("ledger.json"), temp.resolve("kept.json"));
    Files.createDirectories(state.resolve("ledger.json/in the way"));
    return kept;
  }

  private void repairWriting(Path kept) throws IOException {
    Files.delete(state.resolve("ledger.json/in the way"));
    Files.delete(state.resolve("ledger.json"));
    Files.move(kept, state.resolve("ledger.json"));
  }

  private boolean canBeOpenedByAnotherProcess() throws Exception {
    Process other =
        Jvm.of(LedgerHolder.class)
            .builder(state)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return other.getInputStream().read() == '!';
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  /** Another process that opens the ledger, says so and ends. */
  static final class LedgerHolder {
    private LedgerHolder() {}

    public static void main(String[] args) throws LedgerException {
      try (FileSigningLedger held = open(Path.of(args[0]))) {
        System.out.print(held.entries().isEmpty() ? '!' : '?');
        System.out.flush();
      }
    }
  }
}
