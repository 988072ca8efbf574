package dev.signet.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.signet.testkit.PlainFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file system that can do less than Linux's: no owners, permissions, change times. */
class FileAbilitiesTest {
  @TempDir private Path temp;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(PlainFileSystem.of(temp).resolve("folder"));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems can do less")
  void abilities_whenOnLinux_areAll() {
    assertThat(FileAbilities.hasPermissions(temp)).isTrue();
    assertThat(FileAbilities.hasChangeTimes(temp)).isTrue();
    assertThat(FileAbilities.opensToForce(temp)).isEqualTo(StandardOpenOption.READ);
    assertThat(FileAbilities.hasReadOnlyMark(temp)).isFalse();
  }

  @Test
  void abilities_whenThereAreNone_areTold() throws IOException {
    assertThat(FileAbilities.hasPermissions(folder)).isFalse();
    assertThat(FileAbilities.hasChangeTimes(folder)).isFalse();
    assertThat(FileAbilities.opensToForce(folder)).isEqualTo(StandardOpenOption.WRITE);
    assertThat(FileAbilities.hasReadOnlyMark(folder)).isFalse();
    assertThat(FileStamp.of(folder)).isEmpty();
  }

  @Test
  void files_whenThereAreNoPermissions_areMadeReplacedAndForced() throws IOException {
    Path own = folder.resolve("a/b");
    OwnFiles.prepareFolder(own);
    Path file = own.resolve("file.json");
    try (OutputStream out = OwnFiles.createSealed(file, true)) {
      out.write('1');
    }

    AtomicFile.replace(file, "2".getBytes(UTF_8));
    assertThat(file).hasContent("2");
    AtomicFile.replaceOwnerOnly(file, "3".getBytes(UTF_8));
    assertThat(file).hasContent("3");
    AtomicFile.replaceUnforced(file, out -> AtomicFile.writeFully(out, "4".getBytes(UTF_8)));
    assertThat(file).hasContent("4");

    OwnFiles.narrow(file);
    AtomicFile.force(file);
    AtomicFile.force(own);
    try (var siblings = Files.list(own)) {
      assertThat(siblings).containsExactly(file);
    }
  }

  @Test
  void ownership_whenThereAreNoOwners_isNotChecked() {
    assertThatCode(
            () -> {
              Ownership.check(folder);
              Ownership.checkAbove(folder);
              Ownership.checkReadOnly(folder);
              Ownership.checkPrivate(folder);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void tree_whenThereAreNoPermissions_staysAsItIsAndIsDeleted() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    FileTree.setPermissions(folder, (path, isFolder) -> isFolder ? "r-x------" : "r--------");

    assertThat(Files.writeString(file, "y")).hasContent("y");
    FileTree.delete(folder);
    assertThat(folder).doesNotExist();
  }
}
