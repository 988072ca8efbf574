package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on a disk against what was kept of it: any difference tells. */
class KeptStampsTest {
  private final Instant later = Instant.now().plusSeconds(3600);

  @TempDir private Path folder;
  private Path place;

  /** Names next to one another in one order and apart in another. */
  @BeforeEach
  void makePlace() throws IOException {
    place = Files.createDirectory(folder.resolve("place"));
    for (String name : new String[] {"a/b", "a/c/d", "a.txt", "a-b", "A", "e/f", "z", "\u00e9"}) {
      Path file = place.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    Files.createDirectory(place.resolve("empty"));
  }

  enum Change {
    CONTENT {
      @Override
      void make(Path place) throws IOException {
        Files.writeString(place.resolve("a/b"), "other");
      }
    },
    CONTENT_OF_SAME_SIZE_AND_TIME {
      @Override
      void make(Path place) throws IOException {
        Path file = place.resolve("a/b");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "x/y");
        Files.setLastModifiedTime(file, time);
      }
    },
    REPLACED_BY_EQUAL_FILE {
      @Override
      void make(Path place) throws IOException {
        Path file = place.resolve("a.txt");
        Path copy =
            Files.copy(file, place.resolveSibling("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    FILE_ADDED_FIRST {
      @Override
      void make(Path place) throws IOException {
        Files.createFile(place.resolve("!"));
      }
    },
    FILE_ADDED_LAST {
      @Override
      void make(Path place) throws IOException {
        Files.createFile(place.resolve("\uffee"));
      }
    },
    FILE_ADDED_TO_EMPTY_FOLDER {
      @Override
      void make(Path place) throws IOException {
        Files.createFile(place.resolve("empty/file"));
      }
    },
    FOLDER_ADDED {
      @Override
      void make(Path place) throws IOException {
        Files.createDirectory(place.resolve("a/c/e"));
      }
    },
    FILE_ADDED_AND_TIME_OF_FOLDER_PUT_BACK {
      @Override
      void make(Path place) throws IOException {
        FileTime time = Files.getLastModifiedTime(place.resolve("a/c"));
        Files.createFile(place.resolve("a/c/e"));
        Files.setLastModifiedTime(place.resolve("a/c"), time);
      }
    },
    FOLDER_REPLACED_BY_ITS_COPY {
      @Override
      void make(Path place) throws IOException {
        Path aside = Files.move(place.resolve("a/c"), place.resolveSibling("aside"));
        Files.createDirectory(place.resolve("a/c"));
        Files.move(aside.resolve("d"), place.resolve("a/c/d"));
      }
    },
    FILE_DELETED {
      @Override
      void make(Path place) throws IOException {
        Files.delete(place.resolve("a/c/d"));
      }
    },
    LAST_FILE_DELETED {
      @Override
      void make(Path place) throws IOException {
        Files.delete(place.resolve("\u00e9"));
      }
    },
    FILE_RENAMED {
      @Override
      void make(Path place) throws IOException {
        Files.move(place.resolve("z"), place.resolve("zz"));
      }
    },
    FILES_SWAPPED {
      @Override
      void make(Path place) throws IOException {
        Path aside = place.resolveSibling("aside");
        Files.move(place.resolve("a-b"), aside);
        Files.move(place.resolve("a.txt"), place.resolve("a-b"));
        Files.move(aside, place.resolve("a.txt"));
      }
    },
    FILE_TURNED_INTO_FOLDER {
      @Override
      void make(Path place) throws IOException {
        Files.delete(place.resolve("z"));
        Files.createDirectory(place.resolve("z"));
      }
    },
    FILE_TURNED_INTO_LINK {
      @Override
      void make(Path place) throws IOException {
        Path real = Files.move(place.resolve("z"), place.resolveSibling("real"));
        Files.createSymbolicLink(place.resolve("z"), real);
      }
    },
    FOLDER_TURNED_INTO_LINK {
      @Override
      void make(Path place) throws IOException {
        Path real = Files.move(place.resolve("e"), place.resolveSibling("real"));
        Files.createSymbolicLink(place.resolve("e"), real);
      }
    },
    EXECUTABLE {
      @Override
      void make(Path place) {
        assertThat(place.resolve("A").toFile().setExecutable(true)).isTrue();
      }
    };

    abstract void make(Path place) throws IOException;
  }

  @Test
  void place_whenNothingChanged_isAsItWas() throws IOException {
    assertThat(isStill(stamps().packed())).isTrue();
    assertThat(areStillBelow(stamps().below().packed())).isTrue();
  }

  @Test
  void file_whenNothingChanged_isAsItWas() throws IOException {
    Path file = place.resolve("z");
    Packed kept = Stamps.of(file, 1).orElseThrow().packed();
    assertThat(KeptStamps.tellOf(file, kept, 1, later)).isTrue();
    assertThat(KeptStamps.tellOf(place.resolve("A"), kept, 1, later)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void place_whenAnythingChanged_isNotAsItWas(Change change) throws IOException {
    Packed all = stamps().packed();
    Packed below = stamps().below().packed();
    awaitNextTick();
    change.make(place);
    assertThat(isStill(all)).isFalse();
    assertThat(areStillBelow(below)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void stamp_whenAnyNumberOfItDiffers_isNotAsItWas(StampPart number) throws IOException {
    assertThat(areStillBelow(changed("a/c/d", number))).isFalse();
    assertThat(areStillBelow(changed("empty", number))).isFalse();
  }

  /** The numbers of a stamp. */
  enum StampPart {
    DEVICE,
    INODE,
    CHANGED,
    MODIFIED,
    SIZE,
    MODE;

    long in(StampPart which, long value) {
      return this == which ? value + 1 : value;
    }

    FileStamp change(FileStamp stamp) {
      return new FileStamp(
          in(DEVICE, stamp.device()),
          in(INODE, stamp.inode()),
          in(CHANGED, stamp.changeTimeNanos()),
          in(MODIFIED, stamp.modifiedTimeNanos()),
          in(SIZE, stamp.size()),
          (int) in(MODE, stamp.mode()));
    }
  }

  @Test
  void place_whenChangedJustBeforeTheLook_isNotSaidToBeAsItWas() throws IOException {
    Packed kept = stamps().packed();
    assertThat(KeptStamps.tellOf(place, kept, Integer.MAX_VALUE, Instant.now())).isFalse();
    assertThat(KeptStamps.tellOf(place, kept, Integer.MAX_VALUE, Instant.EPOCH)).isFalse();
  }

  @Test
  void place_whenThereMayNotBeSoMuch_isNotSaidToBeAsItWas() throws IOException {
    Packed kept = stamps().packed();
    int all = stamps().byPath().size();
    assertThat(KeptStamps.tellOf(place, kept, all, later)).isTrue();
    assertThat(KeptStamps.tellOf(place, kept, all - 1, later)).isFalse();
  }

  @Test
  void folder_whenEmpty_isAsNothingWas() throws IOException {
    assertThat(KeptStamps.tellOfAllBelow(place.resolve("empty"), Packed.EMPTY)).isTrue();
    assertThat(areStillBelow(Packed.EMPTY)).isFalse();
  }

  /** A folder's times tell of a new name only from the next tick of the clock on. */
  @ParameterizedTest
  @ValueSource(strings = {"!", "a/c/e", "empty/file"})
  void copy_whenANameIsAddedInTheInstantOfItsStamps_isNotAsItWas(String name) throws IOException {
    Files.createFile(place.resolve(name));
    Map<String, FileStamp> without = new LinkedHashMap<>(stamps().below().byPath());
    without.remove(name);
    assertThat(areStillBelow(new Stamps(without).packed())).isFalse();
  }

  /** In another locale than then a name may be none, as one with a zero is everywhere. */
  @Test
  void name_whenNoFileCanHaveItNow_isNotAsItWas() throws IOException {
    for (String before : stamps().below().byPath().keySet()) {
      Map<String, FileStamp> others = new LinkedHashMap<>();
      stamps()
          .byPath()
          .forEach((path, stamp) -> others.put(path.equals(before) ? path + "\0" : path, stamp));
      assertThat(isStill(new Stamps(others).packed())).isFalse();
      others.remove("");
      assertThat(areStillBelow(new Stamps(others).packed())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 9, 40})
  void whatWasKept_whenCutOff_isSaidToBeDamaged(int missing) throws IOException {
    byte[] whole = stamps().packed().toBytes();
    Packed torn = Packed.of(Arrays.copyOf(whole, whole.length - missing));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> isStill(torn));
  }

  private Stamps stamps() throws IOException {
    return Stamps.of(place, Integer.MAX_VALUE).orElseThrow();
  }

  private boolean isStill(Packed kept) throws IOException {
    return KeptStamps.tellOf(place, kept, Integer.MAX_VALUE, later);
  }

  private boolean areStillBelow(Packed kept) throws IOException {
    return KeptStamps.tellOfAllBelow(place, kept);
  }

  private Packed changed(String path, StampPart number) throws IOException {
    Map<String, FileStamp> changed = new LinkedHashMap<>(stamps().below().byPath());
    changed.computeIfPresent(path, (same, stamp) -> number.change(stamp));
    return new Stamps(changed).packed();
  }

  /** Makes files until one of them has other times than the last that was made before. */
  private void awaitNextTick() throws IOException {
    long before = FileStamp.of(place.resolve("empty")).orElseThrow().changeTimeNanos();
    Path probe = folder.resolve("probe");
    do {
      Files.deleteIfExists(probe);
      Files.createFile(probe);
    } while (FileStamp.of(probe).orElseThrow().changeTimeNanos() <= before);
  }
}
