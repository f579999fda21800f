// JSpecView.java JDX CSV: JSpecView reads from the first what stands in the
// second, a column of x and columns of y. It has x ascending.
import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import jspecview.common.Coordinate;
import jspecview.source.JDXReader;
import jspecview.source.JDXSource;

public class JSpecView {
    static void check(boolean good, String what) {
        if (good)
            return;
        System.err.println("JSpecView reads " + what);
        System.exit(1);
    }

    public static void main(String[] args) throws Exception {
        double[][] rows = Files.readAllLines(Path.of(args[1])).stream()
            .map(line -> List.of(line.split(",")).stream()
                .mapToDouble(Double::parseDouble).toArray())
            .sorted((a, b) -> Double.compare(a[0], b[0]))
            .toArray(double[][]::new);
        int columns = rows[0].length - 1;
        JDXSource source = JDXReader.createJDXSourceFromStream(
            new FileInputStream(args[0]), false, false, Float.NaN);

        check(source.getNumberOfSpectra() == columns,
              args[0] + ": " + source.getNumberOfSpectra() + " spectra");
        for (int k = 0; k < columns; k++) {
            Coordinate[] points = source.getJDXSpectrum(k).getXYCoords();

            check(points.length == rows.length,
                  args[0] + ": " + points.length + " points");
            for (int i = 0; i < rows.length; i++) {
                double x = points[i].getXVal(), y = points[i].getYVal();

                check(Math.abs(x - rows[i][0]) <= 1e-4 &&
                      Math.abs(y - rows[i][k + 1]) <= 1e-4,
                      args[0] + ": " + x + ", " + y + ", not " + rows[i][0] +
                      ", " + rows[i][k + 1]);
            }
        }
        System.out.println(args[0] + ": JSpecView agrees, " + columns + " x " +
                           rows.length + " points");
    }
}
