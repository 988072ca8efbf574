package dev.signet.bundle.read;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;

/** A folder known by its path, where the file system cannot hold one open. */
record PlainFolder(Path path, DirectoryStream<Path> stream) implements FolderHandle {

  @Override
  public Iterator<Path> names() {
    return stream.iterator();
  }

  @Override
  public BasicFileAttributes attributes(Path name) throws IOException {
    return Files.readAttributes(path.resolve(name), BasicFileAttributes.class, NOFOLLOW_LINKS);
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the handle owns the stream
  public FolderHandle openFolder(Path name) throws IOException {
    if (!attributes(name).isDirectory()) {
      throw new NotDirectoryException(name.toString());
    }
    Path folder = path.resolve(name);
    return new PlainFolder(folder, Files.newDirectoryStream(folder));
  }

  @Override
  public SeekableByteChannel openFile(Path name) throws IOException {
    return Files.newByteChannel(
        path.resolve(name), Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
