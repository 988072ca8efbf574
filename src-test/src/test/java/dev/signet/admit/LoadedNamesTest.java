package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedNamesTest {
  @TempDir Path state;

  @AfterEach
  void forget() {
    System.clearProperty(property());
  }

  @Test
  void name_whenNothingWasLoadedHere_isNotLoaded() {
    LoadedNames names = new LoadedNames(state);
    assertThat(names.contains("clock-1.0.0-ab")).isFalse();
    assertThat(names.contains("clock-1.0.0-ab-r7")).isFalse();
    assertThat(System.getProperty(property())).as("what has loaded nothing").isNull();
  }

  @Test
  void name_whenLoaded_countsAsLoadedAndNoOther() {
    LoadedNames names = new LoadedNames(state);
    names.add("clock-1.0.0-ab");
    assertThat(names.contains("clock-1.0.0-ab")).isTrue();
    assertThat(names.contains("clock-1.0.0-ab-r1")).isFalse();
    assertThat(names.contains("other-1.0.0-cd")).isFalse();
  }

  @Test
  void next_whenAskedAgain_isANewNameOfTheSameCopy() {
    LoadedNames names = new LoadedNames(state);
    String first = names.next("clock-1.0.0-ab");
    String second = names.next(first);
    assertThat(first).isEqualTo("clock-1.0.0-ab-r1");
    assertThat(second).isEqualTo("clock-1.0.0-ab-r2");
    assertThat(names.next("clock-1.0.0-ab-r999999999999999999"))
        .isEqualTo("clock-1.0.0-ab-r1000000000000000000");
    assertThat(LoadedNames.baseOf(second)).isEqualTo("clock-1.0.0-ab");
  }

  @Test
  void store_whenOneWasOpenBefore_takesAllItCouldHaveLoadedAsLoaded() {
    LoadedNames before = new LoadedNames(state);
    before.add("clock-1.0.0-ab");
    before.add("clock-1.0.0-ab-r41");
    String last = before.next("clock-1.0.0-ab-r41");

    LoadedNames after = new LoadedNames(state);
    assertThat(last).isEqualTo("clock-1.0.0-ab-r42");
    assertThat(after.contains("clock-1.0.0-ab")).isTrue();
    assertThat(after.contains("other-1.0.0-cd-r42")).isTrue();
    String fresh = after.next("clock-1.0.0-ab");
    assertThat(fresh).isEqualTo("clock-1.0.0-ab-r43");
    assertThat(after.contains(fresh)).isFalse();
    assertThat(new LoadedNames(state.resolve("another")).contains("clock-1.0.0-ab")).isFalse();
  }

  /** A servlet container gives each of two hosts this library in a class loader of its own. */
  @Test
  void store_whenTheOneBeforeWasOfAnotherClassLoader_knowsOfIt() throws Exception {
    URL code = LoadedNames.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {code}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(LoadedNames.class.getName());
      assertThat(type).isNotSameAs(LoadedNames.class);
      Constructor<?> constructor = type.getDeclaredConstructor(Path.class);
      constructor.setAccessible(true);
      Method next = type.getDeclaredMethod("next", String.class);
      next.setAccessible(true);
      next.invoke(constructor.newInstance(state), "clock-1.0.0-ab");
    }

    LoadedNames names = new LoadedNames(state);
    assertThat(names.contains("clock-1.0.0-ab-r1")).isTrue();
    assertThat(names.next("clock-1.0.0-ab")).isEqualTo("clock-1.0.0-ab-r2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "99999999999999999999", "1.5"})
  void property_whenItIsNoNumber_isAsIfThereWereNone(String value) {
    System.setProperty(property(), value);
    LoadedNames names = new LoadedNames(state);
    assertThat(names.contains("clock-1.0.0-ab")).isFalse();
    assertThat(names.next("clock-1.0.0-ab")).isEqualTo("clock-1.0.0-ab-r1");
  }

  private String property() {
    return "dev.signet.loaded-from." + state;
  }
}
