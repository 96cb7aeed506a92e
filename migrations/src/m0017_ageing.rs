//! After how many days a deal is ageing in a stage (B15): as administrators set it, and as deals that were won took it.

crate::step!(
    "
ALTER TABLE stage ADD COLUMN ages_after int;
ALTER TABLE stage ADD COLUMN usual_days int"
);
