package dev.signet.lock;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Schemas;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedLockTest {
  private static final PluginAuthor SIGNER =
      PluginAuthor.of("plugins-lock", PluginAuthor.authority("Test Root"));
  private static final LockedPlugin CLOCK =
      new LockedPlugin(
          "clock",
          "1.0-\"beta\"",
          "0".repeat(128),
          "https://plugins.example/a/b.zip?x=1&y=ü",
          "Ängström \\ Söhne \ud83d\ude00",
          Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
  private static final PluginsLock LOCK = Locks.lock(7, CLOCK, Locks.plugin("disk", "2.0", "f"));

  private static void assertUnreadable(byte[] file, String why) {
    assertThatThrownBy(() -> SignedLock.read(file, "my.lock"))
        .isInstanceOf(LockException.class)
        .hasMessageStartingWith("my.lock is no list")
        .hasMessageContaining(why)
        .hasMessageContaining("signet lock:create");
  }

  @Test
  void list_whenWrittenAndRead_isTheSame() throws Exception {
    SignedLock draft = SignedLock.read(SignedLock.draft(LOCK).toBytes(), "it");

    assertThat(draft.lock()).isEqualTo(LOCK);
    assertThat(draft.isSigned()).isFalse();
    assertThat(draft.lock().signedBytes()).isEqualTo(LOCK.signedBytes());
    Schemas.LOCK.assertDescribes(new String(draft.toBytes(), UTF_8));
  }

  @Test
  void signedList_whenWrittenAndRead_isStillSigned() throws Exception {
    PluginsLock plain = Locks.lock(7, Locks.plugin("disk", "2.0", "f"));

    SignedLock lock = Locks.signed(plain, SIGNER);
    SignedLock again = SignedLock.read(lock.toBytes(), "it");

    assertThat(again.lock()).isEqualTo(plain);
    assertThat(again.signature().orElseThrow().isSignatureValid()).isTrue();
    assertThat(again.toBytes()).isEqualTo(lock.toBytes());
    Schemas.LOCK.assertDescribes(new String(lock.toBytes(), UTF_8));
  }

  @Test
  void whiteSpace_doesNotMatter() {
    byte[] file = SignedLock.draft(LOCK).toBytes();
    String windows = new String(file, UTF_8).replace("\n", "\r\n\t");

    assertThat(Locks.read(windows.getBytes(UTF_8)).lock()).isEqualTo(LOCK);
  }

  private static Consumer<ObjectNode> inList(Consumer<ObjectNode> change) {
    return file -> change.accept((ObjectNode) file.get("lock"));
  }

  private static Consumer<ObjectNode> inPlugin(Consumer<ObjectNode> change) {
    return file -> change.accept((ObjectNode) file.at("/lock/plugins/0"));
  }

  static List<Consumer<ObjectNode>> changes() {
    return List.of(
        file -> file.put("more", 1),
        file -> file.putNull("timestamp"),
        file -> file.put("timestamp", "no base64"),
        file -> file.remove("lock"),
        file -> file.putArray("lock"),
        file -> file.remove("alg"),
        file -> file.put("alg", "rsa-pss-sha1"),
        file -> file.remove("signature"),
        file -> file.put("signature", ""),
        file -> file.put("signature", "A".repeat(8_000)),
        file -> file.remove("certificates"),
        file -> file.putObject("certificates").put("leaf", "none"),
        file -> ((ObjectNode) file.get("certificates")).put("leaf", "x".repeat(70_000)),
        inList(list -> list.put("more", 1)),
        inList(list -> list.remove("fleet")),
        inList(list -> list.remove("number")),
        inList(list -> list.put("number", 1.0)),
        inList(list -> list.put("number", "1")),
        inList(list -> list.putNull("number")),
        inList(list -> list.put("number", 0)),
        inList(list -> list.remove("created")),
        inList(list -> list.put("created", "2026-11-30")),
        inList(list -> list.put("created", "2026-11-30T12:00:00.000Z")),
        inList(list -> list.put("created", "2026-11-30T12:00Z")),
        inList(list -> list.put("created", 1)),
        inList(list -> list.remove("plugins")),
        inList(list -> list.putObject("plugins")),
        inList(list -> list.putArray("plugins").addNull()),
        inPlugin(plugin -> plugin.put("more", true)),
        inPlugin(plugin -> plugin.remove("id")),
        inPlugin(plugin -> plugin.put("id", "core")),
        inPlugin(plugin -> plugin.put("id", "disks")),
        inPlugin(plugin -> plugin.put("version", 1)),
        inPlugin(plugin -> plugin.put("digest", "F".repeat(128))),
        inPlugin(plugin -> plugin.put("from", "")),
        inPlugin(plugin -> plugin.remove("approvedBy")),
        inPlugin(plugin -> plugin.put("notBefore", "soon")));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void file_whenNotInTheForm_isRefused(Consumer<ObjectNode> change) {
    byte[] file =
        Locks.file(
            Locks.lock(1, Locks.plugin("clock", "1", "a"), Locks.plugin("disk", "1", "a")), SIGNER);

    assertUnreadable(Locks.changed(file, change), "");
  }

  @Test
  void plugin_whenWrong_isToldWhere() {
    byte[] file = SignedLock.draft(LOCK).toBytes();

    assertUnreadable(
        Locks.changed(file, inPlugin(plugin -> plugin.put("digest", "0"))), "'plugins[0]': digest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"lock\": %s, \"lock\": %s}",
        "{\"lock\": %s, \"\\u006cock\": %s}",
        "{\"lock\": %s} {}",
        "{\"lock\": %s} // more",
        "[%s]",
        "\ufeff{\"lock\": %s}",
        " {\"lock\": %s}",
        "{\"lock\": %s",
        ""
      })
  void text_whenTwoReadersMightDiffer_isRefused(String form) {
    String list =
        "{\"created\":\"2026-11-30T12:00:00Z\",\"fleet\":\"a\",\"number\":1,\"plugins\":[]}";

    assertThat(Locks.read(("{\"lock\": " + list + "}").getBytes(UTF_8)).lock().fleet())
        .isEqualTo("a");
    assertUnreadable(form.replace("%s", list).getBytes(UTF_8), "");
    assertUnreadable(
        ("{\"lock\": " + list.replace("\"number\"", "\"fleet\":\"b\",\"number\"") + "}")
            .getBytes(UTF_8),
        "");
  }

  @Test
  void bytes_whenNotPlainUtf8_areRefused() {
    String text = new String(SignedLock.draft(LOCK).toBytes(), UTF_8);

    assertUnreadable(text.getBytes(UTF_16LE), "UTF-8");
    assertUnreadable(text.replace("north", "no\u0000rth").getBytes(UTF_8), "plain UTF-8");
    byte[] broken = text.getBytes(UTF_8);
    broken[text.indexOf("north")] = (byte) 0xC0;
    assertUnreadable(broken, "not UTF-8");
  }

  @Test
  void file_whenTooLarge_isNotParsed() {
    byte[] file = new byte[SignedLock.MOST_BYTES + 1];
    Arrays.fill(file, (byte) '{');

    assertUnreadable(file, "8388608 bytes");
  }

  @Test
  void nesting_whenDeep_isRefused() {
    assertUnreadable("{\"lock\":".repeat(100_000).getBytes(UTF_8), "");
  }
}
