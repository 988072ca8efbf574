package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.signet.admit.FileSigningLedger;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults in the ledger's files, of the group "State": it throws, or knows all it knew. */
class LedgerAttackTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");

  @TempDir Path temp;
  private Path state = Path.of("");
  private Path file = Path.of("");
  private Path instance = Path.of("");
  private List<LedgerEntry> before = List.of();

  @BeforeEach
  void remember() throws LedgerException {
    state = temp.resolve("state");
    file = state.resolve("ledger.json");
    instance = state.resolve("instance");
    before = remember(state);
  }

  private static List<LedgerEntry> remember(Path folder) throws LedgerException {
    try (FileSigningLedger ledger = FileSigningLedger.open(folder, List.of())) {
      ledger.record(
          List.of(release("clock", "1.2.0"), release("disk", "22.0")),
          NOW,
          VersionOrder.semantic());
      return ledger.entries();
    }
  }

  private static SignedRelease release(String id, String version) {
    return new SignedRelease(id, version, "ab".repeat(32), "12".repeat(64));
  }

  @Test
  void ledger_whenDeleted_isMissed() throws IOException {
    Files.delete(file);

    assertUnavailable("is gone");
    assertThat(file).doesNotExist();
  }

  @Test
  void mark_whenDeleted_isMissed() throws IOException {
    Files.delete(instance);

    assertUnavailable("instance is gone");
    assertThat(instance).doesNotExist();
  }

  @Test
  void stateDirectory_whenWhollyNew_justStarts() throws Exception {
    Files.delete(file);
    Files.delete(instance);

    try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
      assertThat(ledger.entries()).isEmpty();
    }
  }

  @Test
  void ledgerOfAnotherHost_isTold() throws Exception {
    Path other = temp.resolve("other");
    remember(other);
    Files.write(file, Files.readAllBytes(other.resolve("ledger.json")));

    assertUnavailable("another host's");
  }

  @Test
  void ledgerOfBeforeAReset_isTold() throws Exception {
    byte[] old = Files.readAllBytes(file);
    try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
      ledger.reset();
    }
    Files.write(file, old);

    assertUnavailable("an older one");
  }

  @Test
  void ledger_whenTruncatedAnywhere_isTold() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length - 1; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertUnavailable("is damaged");
    }
  }

  @Test
  void ledgerWithAnyByteChanged_throwsOrKnowsAllItKnew() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    int told = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      Files.write(file, changed);
      try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
        assertThat(ledger.entries()).as("byte %d", i).isEqualTo(before);
        assertThat(ledger.latestInstant()).contains(NOW);
      } catch (LedgerException e) {
        told++;
      }
    }
    // What is left are changes of white space.
    assertThat(told).isGreaterThan(whole.length * 3 / 4);
  }

  @Test
  void markWithAnyByteChangedOrMissing_isTold() throws Exception {
    byte[] whole = Files.readAllBytes(instance);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(instance, changed);
      assertUnavailable("another");
      Files.write(instance, Arrays.copyOf(whole, i));
      assertUnavailable("another");
    }
  }

  @Test
  void hugeFiles_areToldWithoutReadingThem() throws Exception {
    for (Path huge : List.of(instance, file)) {
      byte[] content = Files.readAllBytes(huge);
      try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
        sparse.setLength(1L << 36);
      }
      assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), this::reasonOfUnavailability))
          .contains("bytes allowed");
      Files.write(huge, content);
    }
  }

  static Stream<String[]> changes() {
    return Stream.of(
        new String[] {"\"version\" : 2", "\"version\" : 3"},
        new String[] {"\"version\" : 2", "\"version\" : 1"},
        new String[] {"\"version\" : 2", "\"version\" : \"2\""},
        new String[] {"\"version\" : 2", "\"version\" : 2.0"},
        new String[] {"\"version\" : 2,", ""},
        new String[] {"\"version\" : 2", "\"version\" : 2, \"version\" : 2"},
        new String[] {"\"version\" : 2", "\"version\" : 2, \"more\" : 1"},
        new String[] {"\"plugins\" : [", "\"plugins\" : null, \"x\" : ["},
        new String[] {
          "\"highestVersion\" : \"1.2.0\"",
          "\"highestVersion\" : \"1.2.0\", \"highestVersion\" : \"0\""
        },
        new String[] {
          "\"highestVersion\" : \"1.2.0\"",
          "\"highestVersion\" : \"1.2.0\", \"h\\u0069ghestVersion\" : \"0\""
        },
        new String[] {"\"highestVersion\" : \"1.2.0\"", "\"highestVersion\" : 1"},
        new String[] {"\"highestVersion\" : \"1.2.0\"", "\"highestVersion\" : null"},
        new String[] {"\"highestVersion\" : \"1.2.0\"", "\"highestVersion\" : \"0.2.0\""},
        new String[] {"\"highestVersion\" : \"1.2.0\",", ""},
        new String[] {"\"id\" : \"clock\"", "\"id\" : \"disk\""},
        new String[] {"\"id\" : \"clock\"", "\"id\" : \"\""},
        new String[] {"\"id\" : \"clock\"", "\"id\" : \"clo\u0441k\""},
        new String[] {"\"keyId\" : \"ab", "\"keyId\" : \"AB"},
        new String[] {"\"keys\" : [ \"ab", "\"keys\" : [ \"cd"},
        new String[] {"\"keys\" : [ ", "\"keys\" : [ \"" + "cd".repeat(32) + "\", "},
        new String[] {"\"keys\" : [ ", "\"keys\" : [ \"" + "ab".repeat(32) + "\", "},
        new String[] {"\"keys\" : [ ", "\"keys\" : [ 1, "},
        new String[] {"\"keys\" : [ \"" + "ab".repeat(32) + "\" ],", ""},
        new String[] {"\"keys\" : [ \"" + "ab".repeat(32) + "\" ]", "\"keys\" : [ ]"},
        new String[] {"\"keys\" : [", "\"keys\" : null, \"x\" : ["},
        new String[] {"\"1.2.0\" : \"12", "\"1.2.0\" : \"13"},
        new String[] {"\"1.2.0\" : \"12", "\"1.2.1\" : \"12"},
        new String[] {"\"1.2.0\" : \"" + "12".repeat(64) + "\"", ""},
        new String[] {"\"releases\" : {", "\"releases\" : { \"9\" : \"" + "12".repeat(64) + "\","},
        new String[] {"\"releases\" : {", "\"releases\" : { \"1.2.0\" : \"\","},
        new String[] {"\"releases\" : {", "\"releases\" : [], \"x\" : {"},
        new String[] {"\"latestInstant\" : \"2026", "\"latestInstant\" : \"2020"},
        new String[] {"\"latestInstant\" : \"2026", "\"latestInstant\" : \"yes"},
        new String[] {"\"firstAt\" : \"2026", "\"firstAt\" : \"+99999999992026"},
        new String[] {"{", "// a comment\n{"},
        new String[] {"{", "\ufeff{"},
        new String[] {"\"plugins\" : [", "\"plugins\" : [" + "[".repeat(100_000)});
  }

  @ParameterizedTest
  @MethodSource("changes")
  void ledger_whenEdited_isTold(String part, String replacement) throws Exception {
    String text = Files.readString(file, UTF_8);
    assertThat(text).contains(part);
    int at = text.indexOf(part);
    Files.writeString(
        file, text.substring(0, at) + replacement + text.substring(at + part.length()), UTF_8);

    assertUnavailable("is damaged");
  }

  @Test
  void ledgerWithMoreBehindIt_isTold() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    for (String more : List.of("{}", "x", "\0", new String(whole, UTF_8))) {
      Files.writeString(file, new String(whole, UTF_8) + more, UTF_8);
      assertUnavailable("is damaged");
    }
  }

  @Test
  void ledgerInAnotherEncoding_isTold() throws Exception {
    String text = Files.readString(file, UTF_8);
    Files.write(file, text.getBytes(UTF_16));
    assertUnavailable("is damaged");
    byte[] overlong = text.getBytes(UTF_8);
    byte[] changed = Arrays.copyOf(overlong, overlong.length + 1);
    int at = text.indexOf("clock");
    System.arraycopy(overlong, at + 1, changed, at + 2, overlong.length - at - 1);
    changed[at] = (byte) 0xc1;
    changed[at + 1] = (byte) 0xa3;
    Files.write(file, changed);
    assertUnavailable("UTF-8");
  }

  @Test
  void somethingElseInPlaceOfTheFiles_isNeverFollowed() throws Exception {
    for (Path target : List.of(file, instance)) {
      byte[] content = Files.readAllBytes(target);
      Path elsewhere = Files.write(temp.resolve("elsewhere"), content);
      Files.delete(target);
      Files.createSymbolicLink(target, elsewhere);
      assertUnavailable("is a link");
      Files.delete(target);
      Files.createDirectory(target);
      assertUnavailable("not a regular file");
      Files.delete(target);
      assertThat(new ProcessBuilder("mkfifo", target.toString()).start().waitFor()).isZero();
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
      assertUnavailable("not a regular file");
      Files.delete(target);
      Files.write(target, content);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-rw-rw-"));
      assertUnavailable("others can write");
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(known()).isEqualTo(before);
  }

  @Test
  void damagedLedger_answersNothingUntilItIsResetOnPurpose() throws Exception {
    Files.writeString(file, "{", UTF_8);
    try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
      for (int i = 0; i < 2; i++) {
        assertRefuses(ledger::entries);
        assertRefuses(() -> ledger.find("clock"));
        assertRefuses(ledger::latestInstant);
        assertRefuses(() -> ledger.forget("clock"));
        assertRefuses(ledger::forgetInstant);
        assertRefuses(
            () -> ledger.record(List.of(release("clock", "1")), NOW, VersionOrder.semantic()));
        assertRefuses(() -> ledger.confirm(release("clock", "1"), VersionOrder.semantic()));
      }
      assertThat(file).content().isEqualTo("{");

      ledger.reset();

      assertThat(ledger.entries()).isEmpty();
      assertThat(state.resolve("ledger-before-reset-1.json")).content().isEqualTo("{");
    }
    assertThat(known()).isEmpty();
  }

  @Test
  void reset_worksWhateverStandsInTheWay() throws Exception {
    Files.delete(file);
    Files.createSymbolicLink(file, temp.resolve("nowhere"));
    Files.delete(instance);
    try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
      ledger.reset();
    }

    assertThat(known()).isEmpty();
    assertThat(temp.resolve("nowhere")).doesNotExist();
  }

  private interface Call {
    void run() throws LedgerException;
  }

  private static void assertRefuses(Call call) {
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(call::run)
        .withMessageContaining("reset the ledger on purpose");
  }

  private void assertUnavailable(String reason) {
    assertThat(reasonOfUnavailability()).contains(reason).contains(state.toString());
  }

  private String reasonOfUnavailability() {
    try {
      return "It knows " + known();
    } catch (LedgerException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private List<LedgerEntry> known() throws LedgerException {
    try (FileSigningLedger ledger = FileSigningLedger.open(state, List.of())) {
      return ledger.entries();
    }
  }
}
