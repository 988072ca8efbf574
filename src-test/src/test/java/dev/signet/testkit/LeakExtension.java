package dev.signet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test, and each class of tests, that leaves a thread, an open file or a temporary file
 * behind. JUnit applies it to all tests of this module by itself.
 *
 * <p>It looks after the test's own {@code @AfterEach} methods, and before JUnit deletes the folders
 * of {@code @TempDir}. What a class opens in {@code @BeforeAll} is its tests' to use and its own to
 * close.
 */
public final class LeakExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(LeakExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    remember(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    compare(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    compare(context);
  }

  private static void remember(ExtensionContext context) {
    context.getStore(OURS).put(context.getUniqueId(), Leftovers.now());
  }

  private static void compare(ExtensionContext context) {
    Leftovers before = context.getStore(OURS).remove(context.getUniqueId(), Leftovers.class);
    List<String> left = Leftovers.since(before);
    if (!left.isEmpty()) {
      // Its class is not to be blamed for it again.
      context.getParent().ifPresent(LeakExtension::remember);
    }
    assertThat(left).as("left behind by %s", context.getDisplayName()).isEmpty();
  }
}
