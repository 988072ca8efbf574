package dev.signet.postgres;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the statements that a database is sent, what begins and ends a transaction included. */
public final class CountedSource {
  private final DataSource real;
  private final AtomicLong count = new AtomicLong();

  public CountedSource(DataSource real) {
    this.real = real;
  }

  public long count() {
    return count.get();
  }

  public void forgetCount() {
    count.set(0);
  }

  public DataSource source() {
    return proxy(DataSource.class, real);
  }

  private <T> T proxy(Class<T> type, T of) {
    return type.cast(
        Proxy.newProxyInstance(
            CountedSource.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> counted(of, method, arguments)));
  }

  private Object counted(Object of, Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(of, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (result instanceof Connection connection && of instanceof DataSource) {
      return proxy(Connection.class, connection);
    }
    if (of instanceof Connection && result instanceof PreparedStatement statement) {
      return proxy(PreparedStatement.class, statement);
    }
    if (of instanceof Connection && result instanceof Statement statement) {
      return proxy(Statement.class, statement);
    }
    if (of instanceof Connection && isTransaction(method, arguments)) {
      count.incrementAndGet();
    } else if (of instanceof Statement && method.getName().startsWith("execute")) {
      // Several in one text count as what they are.
      boolean isText = arguments != null && arguments[0] instanceof String;
      count.addAndGet(isText ? ((String) arguments[0]).split(";", -1).length : 1);
    }
    return result;
  }

  /** The driver begins one with the first statement after automatic commits were switched off. */
  private static boolean isTransaction(Method method, Object[] arguments) {
    return method.getName().equals("commit")
        || method.getName().equals("rollback")
        || (method.getName().equals("setAutoCommit") && arguments[0].equals(false));
  }
}
