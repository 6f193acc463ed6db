// Lengths and areas on the ellipsoid of WGS 84. Positions are {lat, lng} in degrees, azimuths radians, lengths metres.
// Lengths: T. Vincenty 1975, Survey Review 23 (176), 88-93. Areas: the cylindrical equal-area projection on the authalic
// sphere, J. P. Snyder 1987, Map Projections, USGS Professional Paper 1395, equations 3-11 to 3-13.
window.GeoPlanGeodesic = (() => {
  "use strict";
  const { sin, cos, tan, atan, atan2, sqrt, log, abs, ceil, min, max, PI } = Math;
  const A = 6378137, F = 1 / 298.257223563, B = A * (1 - F), E2 = F * (2 - F), E = sqrt(E2), RAD = PI / 180;
  const STEP = 2000, LEAST = 16, MOST = 256; // metres between the points of an edge; parts of an edge
  const HA = 1e4, MU = HA / 15, KM2 = 1e6; // square metres
  const TOUCH = 1e-16; // twice a triangle's area on the unit sphere that counts as none: 0.004 m² on the ground

  const reduced = (lat) => atan((1 - F) * tan(lat * RAD));
  function series(cos2Alpha) {
    const u2 = (cos2Alpha * (A * A - B * B)) / (B * B);
    return {
      a: 1 + (u2 / 16384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2))),
      b: (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2))),
      c: (F / 16) * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha)),
    };
  }
  const correction = (b, sinS, cosS, m) =>
    b * sinS * (m + (b / 4) * (cosS * (2 * m * m - 1) - (b / 6) * m * (4 * sinS * sinS - 3) * (4 * m * m - 3)));
  const longitude = (c, sinAlpha, sigma, sinS, cosS, m) =>
    (1 - c) * F * sinAlpha * (sigma + c * sinS * (m + c * cosS * (2 * m * m - 1)));

  // The geodesic between two positions: its length and its azimuth at the first. Not for nearly antipodal positions.
  function inverse(p, q) {
    const between = (((((q.lng - p.lng + 180) % 360) + 360) % 360) - 180) * RAD, u = reduced(p.lat), v = reduced(q.lat);
    const su = sin(u), cu = cos(u), sv = sin(v), cv = cos(v);
    for (let lambda = between, round = 0; ; round++) {
      const east = cv * sin(lambda), north = cu * sv - su * cv * cos(lambda), sinS = sqrt(east * east + north * north);
      if (!sinS) return { length: 0, azimuth: 0 };
      const cosS = su * sv + cu * cv * cos(lambda), sigma = atan2(sinS, cosS), sinAlpha = (cu * east) / sinS;
      const cos2Alpha = 1 - sinAlpha * sinAlpha, m = cos2Alpha > 1e-12 ? cosS - (2 * su * sv) / cos2Alpha : 0;
      const { a, b, c } = series(cos2Alpha), next = between + longitude(c, sinAlpha, sigma, sinS, cosS, m);
      if (abs(next - lambda) < 1e-12 || round > 100) return { length: B * a * (sigma - correction(b, sinS, cosS, m)), azimuth: atan2(east, north) };
      lambda = next;
    }
  }

  // The position at a distance from another in a direction.
  function direct({ lat, lng }, azimuth, distance) {
    const u = reduced(lat), su = sin(u), cu = cos(u), s1 = atan2(tan(u), cos(azimuth)), sinAlpha = cu * sin(azimuth);
    const { a, b, c } = series(1 - sinAlpha * sinAlpha), straight = distance / (B * a);
    let sigma = straight;
    for (let round = 0, change = 1; abs(change) > 1e-13 && round < 20; round++) {
      const next = straight + correction(b, sin(sigma), cos(sigma), cos(2 * s1 + sigma));
      change = next - sigma;
      sigma = next;
    }
    const sinS = sin(sigma), cosS = cos(sigma), down = su * sinS - cu * cosS * cos(azimuth);
    const north = atan2(su * cosS + cu * sinS * cos(azimuth), (1 - F) * sqrt(sinAlpha * sinAlpha + down * down));
    const lambda = atan2(sinS * sin(azimuth), cu * cosS - su * sinS * cos(azimuth));
    return { lat: north / RAD, lng: lng + (lambda - longitude(c, sinAlpha, sigma, sinS, cosS, cos(2 * s1 + sigma))) / RAD };
  }

  const pairs = (points, closed) => points.map((p, i) => [p, points[(i + 1) % points.length]]).slice(0, closed || !points.length ? undefined : -1);
  const length = (points, closed = false) => pairs(points, closed).reduce((sum, [p, q]) => sum + inverse(p, q).length, 0);

  // The points of a line or a ring with others between them on the geodesics.
  function densified(points, closed = false) {
    const line = pairs(points, closed).flatMap(([p, q]) => {
      const { length: whole, azimuth } = inverse(p, q), n = min(MOST, max(LEAST, ceil(whole / STEP)));
      return [p, ...Array.from({ length: n - 1 }, (_, i) => direct(p, azimuth, (whole * (i + 1)) / n))];
    });
    return closed || !points.length ? line : [...line, points[points.length - 1]];
  }

  // Snyder 3-12, and the radius of the authalic sphere, 3-13. The ordinate R_q sin β (3-11) is R_q q / q_p.
  const q = (sinLat) => (1 - E2) * (sinLat / (1 - E2 * sinLat * sinLat) - log((1 - E * sinLat) / (1 + E * sinLat)) / (2 * E));
  const QP = q(1), RQ = A * sqrt(QP / 2);
  const projected = ({ lat, lng }) => [RQ * lng * RAD, (RQ * q(sin(lat * RAD))) / QP];

  function squareMetres(ring) {
    const plane = densified(ring, true).map(projected), [x0, y0] = plane[0];
    return abs(pairs(plane, true).reduce((sum, [[x1, y1], [x2, y2]]) => sum + (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0), 0)) / 2;
  }

  // Whether two edges that are no neighbours meet, by the side on which the great arc of one has the ends of the other.
  function crosses(ring) {
    const minus = (a, b) => a.map((value, i) => value - b[i]), dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    const cross = ([a, b, c], [x, y, z]) => [b * z - c * y, c * x - a * z, a * y - b * x];
    const edges = pairs(ring.map(({ lat, lng }) => {
      const v = atan((1 - E2) * tan(lat * RAD)), l = lng * RAD;
      return [cos(v) * cos(l), cos(v) * sin(l), sin(v)];
    }), true);
    const side = (a, b, c) => { const twice = dot(a, cross(minus(b, a), minus(c, a))); return abs(twice) < TOUCH ? 0 : Math.sign(twice); };
    const on = (a, b, c) => side(a, b, c) === 0 && dot(minus(a, c), minus(b, c)) <= 0;
    const meet = ([a, b], [c, d]) => (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) || on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b);
    return edges.some((one, i) => edges.some((other, j) => j > i + 1 && !(i === 0 && j === edges.length - 1) && meet(one, other)));
  }

  const areas = (m2) => ({ km2: m2 / KM2, ha: m2 / HA, mu: m2 / MU });

  // What a ring encloses and how long it is; the areas are null where it crosses itself. The ring may be closed or not.
  function figures(latlngs) {
    const ring = latlngs.filter((p, i) => { const next = latlngs[(i + 1) % latlngs.length]; return p.lat !== next.lat || p.lng !== next.lng; });
    const perimeter_m = length(ring, true);
    if (ring.length < 3) return { ...areas(0), perimeter_m };
    return { ...(crosses(ring) ? { km2: null, ha: null, mu: null } : areas(squareMetres(ring))), perimeter_m };
  }

  // A circle by its radius: its outline, and its area as a cap of the sphere of the Gaussian radius sqrt(M N) there.
  function circle(centre, radius) {
    const gauss = B / (1 - E2 * sin(centre.lat * RAD) ** 2), half = sin(radius / gauss / 2);
    const outline = Array.from({ length: 180 }, (_, i) => direct(centre, (i * PI) / 90, radius));
    return { outline, ...areas(4 * PI * gauss * gauss * half * half) };
  }

  return { inverse, direct, length, densified, figures, circle };
})();
