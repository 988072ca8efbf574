package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Limits;
import dev.signet.file.Packed;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.verify.BundleVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a process, the next one has the verified copy of a plugin that it had. */
class LatestCopyTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final int HISTORIES = Thorough.times(400, 40);
  private static final int MANY = 2_000;

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  private Path source = Path.of("");
  private int processes;
  private Path state = Path.of("");
  private SealedStore store = SealedStore.temporary();
  private Path copy = Path.of("");

  @BeforeEach
  void makeSource() {
    store.close();
    source = signed("clock", Map.of("a.txt", new byte[] {1}));
    begin();
  }

  @AfterEach
  void closeStore() {
    store.sweep(Set.of());
    store.close();
  }

  @Test
  @Tag("random")
  void copy_whenProcessesAreKilledAtAnyMoment_isStillKnown() throws IOException {
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      StringBuilder history = new StringBuilder("seed " + seed + ":");
      for (int step = 0; step < 30; step++) {
        history.append(' ').append(go(random.nextInt(8)));
        assertThat(store.latestCopyOf(source)).as("%s", history).isPresent();
      }
      kill();
      closeStore();
      begin();
    }
  }

  /** What a host does with the copy of a plugin that is repaired again and again. */
  private String go(int step) throws IOException {
    return switch (step) {
      case 0 -> {
        copy = admitted(source);
        yield "admit";
      }
      case 1 -> "admit the copy as " + admitted(copy).getFileName();
      case 2 -> {
        store.load(copy);
        copy = store.renew(copy);
        yield "renew";
      }
      case 3 -> {
        store.sweep(Set.of(copy));
        yield "sweep";
      }
      case 4 -> {
        store.sealedCopies().stream().filter(other -> !other.equals(copy)).forEach(store::delete);
        yield "delete others";
      }
      case 5 -> {
        Files.setLastModifiedTime(copy.resolve("a.txt"), FileTime.from(Instant.EPOCH));
        yield "touch";
      }
      default -> {
        kill();
        yield "kill";
      }
    };
  }

  @Test
  void copy_whenItIsBeingDeleted_isNeverThereInPart() throws Exception {
    Map<String, byte[]> many = new HashMap<>();
    for (int i = 0; i < MANY; i++) {
      many.put("files/" + i, new byte[] {1});
    }
    Path disk = admitted(signed("disk", many));
    Thread deleting = new Thread(() -> store.delete(disk));
    AtomicBoolean inPart = new AtomicBoolean();

    deleting.start();
    while (Files.exists(disk)) {
      int found = count(disk.resolve("files"));
      inPart.compareAndSet(false, found < MANY && Files.exists(disk));
    }
    deleting.join();

    assertThat(inPart).isFalse();
    assertThat(state.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void index_whenWrittenWhileACopyIsRenamed_hasACopyForEachSource() throws Exception {
    CopyIndex index = new CopyIndex();
    SealedCopy first =
        new SealedCopy("a-1-b", BundleKind.FOLDER, "", Packed.EMPTY, Packed.EMPTY, Packed.EMPTY);
    index.put(first, source, Optional.empty());
    AtomicBoolean done = new AtomicBoolean();
    Thread renaming =
        new Thread(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                index.rename(i % 2 == 0 ? "a-1-b" : "a-1-b-r1", i % 2 == 0 ? "a-1-b-r1" : "a-1-b");
              }
              done.set(true);
            });

    renaming.start();
    while (!done.get()) {
      CopyIndex.Content content = index.content();
      assertThat(content.sources().values())
          .hasSize(1)
          .allSatisfy(known -> assertThat(content.copies()).containsKey(known.copy()));
    }
    renaming.join();
  }

  private static int count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return 0;
    }
  }

  /** Goes on where another process would: with all that is on the disk, and nothing else. */
  private void kill() throws IOException {
    byte[] index = Files.readAllBytes(state.resolve("index"));
    store.close();
    Files.write(state.resolve("index"), index);
    state = Files.move(state, next());
    store = SealedStore.open(state, List.of());
    Optional<Path> latest = store.latestCopyOf(source);
    assertThat(latest).isPresent();
    copy = latest.get();
    assertThat(copy.resolve("signature.json")).exists();
  }

  private void begin() {
    state = next();
    store = SealedStore.open(state, List.of());
    copy = admitted(source);
    store.sweep(Set.of(copy));
  }

  private Path signed(String id, Map<String, byte[]> more) {
    Map<String, byte[]> files = new HashMap<>(more);
    files.put("plugin.properties", Trees.properties(id, "1.0.0"));
    return Trees.folder(
        temp.resolve(id), PluginAuthor.of(id, AUTHORITY).signed(files, "signature.json"));
  }

  private Path next() {
    return temp.resolve("state-" + processes++);
  }

  private Path admitted(Path bundle) {
    Admission.Result result =
        new Admission(
                new BundleVerifier(
                    PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, Clock.systemUTC()),
                SignaturePolicy.require(SignatureRequirement.ALL).build(),
                store,
                SigningLedger.inMemory())
            .admit(bundle, Optional.empty());
    return result
        .<Optional<Path>>fold(it -> Optional.of(it.path()), refused -> Optional.empty())
        .orElseThrow(() -> new AssertionError(result.decision().explanation()));
  }
}
