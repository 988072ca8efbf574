package dev.signet.sample.host.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminPasswordTest {
  private static final Pattern PRINTED =
      Pattern.compile("password.*: ([a-z2-9]{4}(-[a-z2-9]{4}){4})");

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AdminPassword source = new AdminPassword(new PrintStream(printed, true, UTF_8));

  @Test
  void password_whenThereIsNoFile_isMadeUpForThisRun() throws IOException {
    PasswordHash hash = source.hash(Optional.empty());
    assertThat(hash.matches(printedPassword())).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void password_whenItIsTheFirstStart_isMadeUpAndOnlyItsHashIsKept() throws IOException {
    Path file = folder.resolve("password");
    PasswordHash hash = source.hash(Optional.of(file));
    String password = printedPassword();
    assertThat(hash.matches(password)).isTrue();
    assertThat(file).content().startsWith("$argon2id$").doesNotContain(password);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    printed.reset();
    assertThat(source.hash(Optional.of(file)).matches(password)).isTrue();
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void file_whenItHoldsNoHash_isNamedAndNotRepeated() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "hunter2");
    assertThatIOException()
        .isThrownBy(() -> source.hash(Optional.of(file)))
        .withMessageContaining(file.toString())
        .withMessageContaining("should be an Argon2id hash")
        .withMessageNotContaining("hunter2");
  }

  @Test
  void file_whenOthersMayWriteToIt_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThatIOException()
        .isThrownBy(() -> source.hash(Optional.of(file)))
        .withMessageContaining("chmod g-w,o-w " + file);
  }

  @Test
  void fileOfAnother_isRefused() throws IOException {
    Path file = folder.resolve("password");
    source.hash(Optional.of(file));
    assumeTrue(Files.getOwner(file).getName().equals("root"), "only root can give files away");
    Files.setOwner(
        file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    assertThatIOException()
        .isThrownBy(() -> source.hash(Optional.of(file)))
        .withMessageContaining("its owner 'nobody' can change it");
  }

  @Test
  void file_whenItCannotBeWritten_isNamed() {
    Path file = folder.resolve("missing/password");
    assertThatIOException()
        .isThrownBy(() -> source.hash(Optional.of(file)))
        .withMessageContaining(file.toString())
        .withMessageContaining("cannot be written");
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  private String printedPassword() {
    Matcher matcher = PRINTED.matcher(printed.toString(UTF_8));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
