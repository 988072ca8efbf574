package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.policy.LedgerException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetDatabaseTest {
  private static PostgresLedger over(boolean broken) {
    Connection connection =
        proxy(
            Connection.class,
            method ->
                switch (method) {
                  case "createStatement" -> throw new AssertionError("it should not throw");
                  case "isClosed" -> broken;
                  case "getNetworkTimeout" -> 0;
                  default -> null;
                });
    return PostgresLedger.of(proxy(DataSource.class, method -> connection), "north");
  }

  private interface Answers {
    @Nullable Object to(String method);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method.getName())));
  }

  @Test
  void driver_whenItAssertsThatABrokenConnectionCannotBe_isAFailureLikeAnother() {
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> over(true).entries())
        .withMessageContaining("the connection broke")
        .withMessageContaining("Look whether it runs");
  }

  @Test
  void driver_whenItAssertsAnythingElse_isNotBelieved() {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> over(false).entries());
  }
}
