package dev.signet.bundle.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryCollector;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.FindingList;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.Listing;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing a folder on a disk that fails here and there. */
class FolderWalkTest {
  private static final String READING_NAMES = " names";

  @TempDir Path plugin;

  @BeforeEach
  void makeFolder() {
    Trees.folder(plugin, Trees.files("a", "1", "lib/b", "1", "lib/deep/c", "1", "z", "1"));
  }

  @ParameterizedTest
  @CsvSource({
    "a,               'lib/b,lib/deep/c,z'",
    "lib,             'a,z'",
    "lib/b,           'a,lib/deep/c,z'",
    "lib/deep,        'a,lib/b,z'",
    "lib names,       'a,z'",
    "lib/deep names,  'a,lib/b,z'",
  })
  void walk_whenSomethingCannotBeRead_reportsItAndListsTheRest(String fault, String rest)
      throws IOException {
    Listing listing = walk(Map.of(fault, new AccessDeniedException(fault)));

    assertThat(problems(listing))
        .containsExactly(tuple(Reason.IO_ERROR, fault.replace(READING_NAMES, "")));
    assertThat(names(listing)).containsExactly(rest.split(","));
    assertThat(listing.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "lib", "lib/b", "lib/deep", "lib/deep/c"})
  void walk_whenSomethingIsGoneAgain_saysNothing(String fault) throws IOException {
    Listing listing = walk(Map.of(fault, new NoSuchFileException(fault)));

    assertThat(listing.findings()).isEmpty();
    assertThat(names(listing)).noneMatch(name -> name.startsWith(fault)).isNotEmpty();
    assertThat(listing.isComplete()).isTrue();
  }

  @Test
  void walk_whenTheRootCannotBeListedOn_saysSoOfTheWhole() throws IOException {
    Listing listing = walk(Map.of(READING_NAMES, new IOException("Input/output error")));

    assertThat(problems(listing)).containsExactly(tuple(Reason.IO_ERROR, ""));
  }

  private Listing walk(Map<String, IOException> faults) throws IOException {
    EntryCollector collector =
        new EntryCollector(
            new EntryRules(Layout.PLUGIN, Limits.DEFAULT), BundleKind.FOLDER, new FindingList());
    BasicFileAttributes seen =
        Files.readAttributes(plugin, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    try (FolderHandle root = FolderHandle.openRoot(plugin, seen)) {
      new FolderWalk(plugin, collector, FoundFiles.UNUSED, path -> Optional.empty())
          .run(new FaultyFolder(root, "", faults));
    }
    return collector.finish(BundleKind.FOLDER);
  }

  private static List<Tuple> problems(Listing listing) {
    return listing.findings().stream()
        .filter(Finding::isProblem)
        .map(finding -> tuple(finding.reason(), finding.path()))
        .toList();
  }

  private static List<String> names(Listing listing) {
    return listing.entries().stream().map(entry -> entry.path().value()).toList();
  }

  /** Fails where it is told to: at a path, or when the names in a folder are read. */
  private record FaultyFolder(FolderHandle folder, String prefix, Map<String, IOException> faults)
      implements FolderHandle {

    @Override
    public Iterator<Path> names() {
      String name = prefix.isEmpty() ? prefix : prefix.substring(0, prefix.length() - 1);
      IOException fault = faults.get(name + READING_NAMES);
      return fault == null ? folder.names() : new FaultyNames(fault);
    }

    @Override
    public BasicFileAttributes attributes(Path name) throws IOException {
      BasicFileAttributes attributes = folder.attributes(name);
      if (!attributes.isDirectory()) {
        failAt(name);
      }
      return attributes;
    }

    @Override
    public FolderHandle openFolder(Path name) throws IOException {
      failAt(name);
      return new FaultyFolder(folder.openFolder(name), prefix + name + "/", faults);
    }

    private void failAt(Path name) throws IOException {
      IOException fault = faults.get(prefix + name);
      if (fault != null) {
        throw fault;
      }
    }

    @Override
    public SeekableByteChannel openFile(Path name) throws IOException {
      return folder.openFile(name);
    }

    @Override
    public void close() throws IOException {
      folder.close();
    }
  }

  private record FaultyNames(IOException fault) implements Iterator<Path> {
    @Override
    public boolean hasNext() {
      throw new DirectoryIteratorException(fault);
    }

    @Override
    public Path next() {
      throw new DirectoryIteratorException(fault);
    }
  }
}
