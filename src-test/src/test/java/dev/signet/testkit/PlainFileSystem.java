package dev.signet.testkit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The disk of this machine, as a Java program sees one on Windows: without owners, permissions and
 * change times, and with folders that cannot be opened.
 */
public final class PlainFileSystem extends FileSystem {
  private static final PlainFileSystem INSTANCE = new PlainFileSystem();
  private static final FileSystem DISK = FileSystems.getDefault();

  private final Provider provider = new Provider();

  private PlainFileSystem() {}

  private static @Nullable Object call(Path real, Method method, Object[] arguments)
      throws Throwable {
    Object[] plain = arguments.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] = unwrapped(plain[i]);
    }
    try {
      Object result = method.invoke(real, plain);
      return result instanceof Path path ? of(path) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Returns the same path on such a system. */
  public static Path of(Path real) {
    return (Path)
        Proxy.newProxyInstance(
            Path.class.getClassLoader(),
            new Class<?>[] {Path.class},
            (self, method, arguments) -> {
              return switch (method.getName()) {
                case "getFileSystem" -> INSTANCE;
                case "iterator" ->
                    StreamSupport.stream(real.spliterator(), false)
                        .map(PlainFileSystem::of)
                        .iterator();
                case "toRealPath" -> of(real.toRealPath((LinkOption[]) arguments[0]));
                default -> call(real, method, arguments == null ? new Object[0] : arguments);
              };
            });
  }

  private static @Nullable Object unwrapped(@Nullable Object value) {
    return value instanceof Path path && Proxy.isProxyClass(path.getClass())
        ? Path.of(path.toString())
        : value;
  }

  private static Path disk(Path path) {
    return Path.of(path.toString());
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return DISK.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return List.of(of(Path.of("/")));
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return DISK.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return Set.of("basic");
  }

  @Override
  public Path getPath(String first, String... more) {
    return of(DISK.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    PathMatcher matcher = DISK.getPathMatcher(pattern);
    return path -> matcher.matches(disk(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public WatchService newWatchService() throws IOException {
    return DISK.newWatchService();
  }

  private static final class Provider extends FileSystemProvider {
    private static final FileSystemProvider DISK = FileSystems.getDefault().provider();

    @Override
    public String getScheme() {
      return "plain";
    }

    @Override
    public FileSystem newFileSystem(URI address, Map<String, ?> settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI address) {
      return INSTANCE;
    }

    @Override
    public Path getPath(URI address) {
      return of(Path.of(address));
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      if (attributes.length > 0) {
        throw new UnsupportedOperationException("there are no " + attributes[0].name());
      }
      if (Files.isDirectory(path)) {
        throw new AccessDeniedException(path.toString());
      }
      return DISK.newFileChannel(disk(path), options);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      DirectoryStream<Path> all =
          DISK.newDirectoryStream(disk(folder), path -> filter.accept(of(path)));
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          return StreamSupport.stream(all.spliterator(), false).map(path -> of(path)).iterator();
        }

        @Override
        public void close() throws IOException {
          all.close();
        }
      };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      if (attributes.length > 0) {
        throw new UnsupportedOperationException("there are no " + attributes[0].name());
      }
      DISK.createDirectory(disk(folder));
    }

    @Override
    public void delete(Path path) throws IOException {
      DISK.delete(disk(path));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
      DISK.copy(disk(from), disk(to), options);
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      DISK.move(disk(from), disk(to), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
      return DISK.isSameFile(disk(one), disk(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return DISK.isHidden(disk(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return DISK.getFileStore(disk(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      DISK.checkAccess(disk(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return type == BasicFileAttributeView.class
          ? DISK.getFileAttributeView(disk(path), type, options)
          : null;
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      if (type != BasicFileAttributes.class) {
        throw new UnsupportedOperationException("there are no " + type.getSimpleName());
      }
      return DISK.readAttributes(disk(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      requireBasic(names);
      return DISK.readAttributes(disk(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      requireBasic(name);
      DISK.setAttribute(disk(path), name, value, options);
    }

    private static void requireBasic(String names) {
      if (names.contains(":") && !names.startsWith("basic:")) {
        throw new UnsupportedOperationException("there are no " + names);
      }
    }
  }
}
